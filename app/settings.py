"""Every setting and every limit of the service, read once from the environment.

`DESCENT_LAB_MAX_STEPS=2000` sets `max_steps`. docs/settings.md is written from this file.
"""

import os
import sys
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from app.setting_words import wrongs

PREFIX = "DESCENT_LAB_"
MIB = 1024 * 1024
WRONG = 2  # exit code


def _listed(given: object) -> object:
    """A text with commas as the list it means."""
    if not isinstance(given, str):
        return given
    return [part.strip() for part in given.split(",") if part.strip()]


_NAME = r"([A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_])?|\[[0-9A-Fa-f:.]+\])"
_SITE = rf"https?://{_NAME.replace('A-Z', '')}(:[0-9]{{1,5}})?"  # as browsers write an Origin

Name = Annotated[str, Field(pattern=rf"^(\*|(\*\.)?{_NAME})$")]
Site = Annotated[str, Field(pattern=rf"^{_SITE}$")]
Ancestor = Annotated[str, Field(pattern=rf"^(\*|'self'|{_SITE}|https?://\*\.{_NAME})$")]
Address = Annotated[str, Field(pattern=r"^(\*|[0-9A-Fa-f.:]+(/[0-9]{1,3})?)$")]

Names = Annotated[list[Name], NoDecode, BeforeValidator(_listed)]
Sites = Annotated[list[Site], NoDecode, BeforeValidator(_listed)]
Ancestors = Annotated[list[Ancestor], NoDecode, BeforeValidator(_listed)]
Addresses = Annotated[list[Address], NoDecode, BeforeValidator(_listed)]


class Settings(BaseSettings):
    """One field for each setting: its default, its bounds, and what it means."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="ignore")

    # Where it is served.
    host: str = Field(
        default="127.0.0.1",
        examples=["::1", "lab.local"],
        description="address to listen on; 0.0.0.0 is every one",
    )
    port: int = Field(
        default=8000, ge=0, le=65_535, description="port to listen on; 0 is any free one"
    )
    base_path: str = Field(
        default="",
        pattern=r"^(/[A-Za-z0-9._~-]+)*$",
        examples=["/lab"],
        description="path below which the page is served; empty for none",
    )
    trusted_proxies: Addresses = Field(
        default=["127.0.0.1", "::1"],
        examples=["10.0.0.7", "10.0.0.0/8"],
        description="addresses of proxies whose X-Forwarded-For and -Proto are believed",
    )
    web_processes: int = Field(
        default=1, ge=1, le=64, description="processes that talk to browsers, behind one port"
    )
    compute_processes: int = Field(
        default=2, ge=1, le=64, description="processes that compute, for each web process"
    )
    drain_seconds: int = Field(
        default=4, ge=0, le=300, description="seconds that answers may take to end after a SIGTERM"
    )
    backlog: int = Field(
        default=2048, ge=1, le=65_535, description="connections that may wait to be accepted"
    )
    send_buffer: int = Field(
        default=128 * 1024,
        ge=16 * 1024,
        le=4 * MIB,
        description="bytes that the kernel keeps for a client that reads slowly",
    )
    silent_seconds: int = Field(
        default=30,
        ge=1,
        le=3600,
        description="seconds after which a client that takes nothing is dropped",
    )
    cache: str = Field(
        default="",
        description="folder with compressed files; empty for one in the temporary folder",
    )

    keep_alive_seconds: int = Field(
        default=75,
        ge=1,
        le=3600,
        description="seconds that a connection is kept for a next request; more than a proxy does",
    )

    # Who may ask.
    hosts: Names = Field(
        default=[],
        examples=["lab.example.org", "*.example.org"],
        description=(
            "names that the service is reached by, beside addresses, localhost and this machine's "
            "own name; `*` is any"
        ),
    )
    origins: Sites = Field(
        default=[],
        examples=["https://lab.example.org"],
        description="origins whose pages may ask, beside the service's own",
    )
    allow_no_origin: bool = Field(
        default=False, description="take WebSockets without an Origin, as scripts open them"
    )
    embed_ancestors: Ancestors = Field(
        default=["*"],
        examples=["https://school.example.org", "https://*.example.org"],
        description="origins whose pages may frame `/embed`; `*` is any, none is nobody",
    )

    # What one connection may do.
    max_body: int = Field(
        default=512 * 1024,
        ge=16 * 1024,
        le=16 * MIB,
        description="bytes of a request's body or of a message; an own table must fit",
    )
    head_seconds: int = Field(
        default=10,
        ge=1,
        le=3600,
        description="seconds that a request's first line and headers may take to come",
    )
    body_seconds: int = Field(
        default=30, ge=1, le=3600, description="seconds that a request's body may take to come"
    )
    messages_per_second: int = Field(
        default=200, ge=1, le=10_000, description="messages that a WebSocket may send in a second"
    )
    idle_seconds: int = Field(
        default=900,
        ge=1,
        le=86_400,
        description="seconds without a message until a WebSocket is closed",
    )
    address_requests_per_second: int = Field(
        default=0,
        ge=0,
        le=100_000,
        description="requests that one address may make in a second; 0 is any number, for a "
        "class has one address",
    )

    # What all may do together, in one web process.
    max_sockets: int = Field(
        default=2_000, ge=1, le=100_000, description="WebSockets open at a time"
    )
    requests_per_second: int = Field(
        default=2_000,
        ge=1,
        le=100_000,
        description="requests that are answered in a second, files and health apart",
    )
    max_races: int = Field(
        default=2_000,
        ge=1,
        le=100_000,
        description="races under way at a time; a connection has one, and equal ones count once",
    )
    max_queue: int = Field(
        default=1_000,
        ge=1,
        le=100_000,
        description="pieces of work that may wait for a compute process",
    )
    max_points: int = Field(
        default=10_000_000,
        ge=200_000,
        le=1_000_000_000,
        description="recorded points (40 bytes each) in races that one compute process answers",
    )
    max_kept_points: int = Field(
        default=25_000_000,
        ge=200_000,
        le=10_000_000_000,
        description="recorded points (40 bytes each) of all trainings that can be looked at",
    )
    max_studied: int = Field(
        default=10_000_000,
        ge=100_000,
        le=1_000_000_000,
        description="numbers held by sweeps, searches and clouds of one compute process",
    )
    cache_bytes: int = Field(
        default=64 * MIB,
        ge=0,
        le=16 * 1024 * MIB,
        description="bytes of finished races that are kept",
    )

    # What a race may be. The least that can be set is what the lessons ask for.
    max_steps: int = Field(default=10_000, ge=4_000, le=100_000, description="steps of a race")
    max_runs: int = Field(default=64, ge=16, le=1_024, description="runs of a race")
    max_changes: int = Field(
        default=200, ge=16, le=10_000, description="changes on the way of a race"
    )
    max_resolution: int = Field(
        default=401, ge=101, le=2_001, description="points along each side of a surface's grid"
    )
    max_hidden: int = Field(default=6, ge=6, le=16, description="hidden layers of a network")
    max_units: int = Field(default=64, ge=32, le=1_024, description="units of a hidden layer")
    max_batch: int = Field(
        default=5_000, ge=256, le=100_000, description="examples of a mini-batch"
    )
    max_work: int = Field(
        default=100_000_000_000,
        ge=5_000_000_000,
        le=10_000_000_000_000,
        description="multiplications of one training, on the way forward; a minute or two",
    )
    max_rows: int = Field(
        default=5_000_000,
        ge=10_000,
        le=100_000_000,
        description="row numbers that one answer lists",
    )
    max_csv_bytes: int = Field(
        default=256 * 1024,
        ge=4 * 1024,
        le=256 * 1024,
        description="bytes of an own table, as UTF-8, and no more than half of MAX_BODY",
    )
    max_csv_rows: int = Field(
        default=5_000, ge=100, le=5_000, description="rows of an own table, or points placed"
    )
    max_swept: int = Field(
        default=200_000_000,
        ge=100_000,
        le=10_000_000_000,
        description="steps of all settings of one sweep; twenty seconds",
    )
    max_sweep_seeds: int = Field(default=25, ge=1, le=256, description="seeds of one sweep")
    max_cloud: int = Field(
        default=50_000_000,
        ge=100_000,
        le=10_000_000_000,
        description="steps of all seeds of one cloud; ten seconds",
    )
    max_cloud_seeds: int = Field(default=256, ge=8, le=4_096, description="seeds of one cloud")

    # What is seen of it.
    log_format: Literal["json", "text"] = Field(
        default="text", description="form of a line of the log"
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="least important lines that are logged"
    )
    metrics_host: str = Field(default="127.0.0.1", description="address that metrics are served on")
    metrics_port: int = Field(
        default=0, ge=0, le=65_535, description="port of /metrics, for Prometheus; 0 serves none"
    )


def read() -> Settings:
    """The settings of this process; where one cannot be, says so and ends it."""
    error = None
    try:
        found = Settings()
    except ValidationError as caught:
        error = caught
    words = list(wrongs(PREFIX, Settings.model_fields, os.environ, error))
    if words:
        print("\n".join(words), file=sys.stderr)  # noqa: T201 - there is no log yet
        raise SystemExit(WRONG)
    return found


settings = read()
