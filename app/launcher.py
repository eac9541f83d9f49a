"""Reads the settings, opens the socket, and keeps web processes behind it.

It never imports what serves, so nothing that goes wrong there can end it.
"""

import os
import sys
from contextlib import ExitStack

from uvicorn import Config

from app.exposition import exposed, gathered
from app.listening import NoPlace, listener, url
from app.logs import log_config
from app.settings import WRONG, Settings, settings
from app.supervisor import Supervisor, end_without_parent

FAILED = 3  # exit code


def launch() -> int:
    """Serve until a signal; gives the exit code."""
    with ExitStack() as open_until_the_end:
        try:
            listening = open_until_the_end.enter_context(
                listener(
                    settings.host, settings.port, settings.send_buffer, settings.silent_seconds
                )
            )
        except NoPlace as error:
            print(error, file=sys.stderr)  # noqa: T201
            return WRONG
        if settings.metrics_port:
            folder = open_until_the_end.enter_context(gathered())
            try:
                open_until_the_end.enter_context(
                    exposed(folder, settings.metrics_host, settings.metrics_port)
                )
            except OSError as error:
                print(_no_metrics(settings, error), file=sys.stderr)  # noqa: T201
                return WRONG
        supervisor = Supervisor(_config(settings), listening)
        print(f"Descent Lab: {url(listening)}", flush=True)  # noqa: T201
        supervisor.run()
        return FAILED if supervisor.failed else os.EX_OK


def _no_metrics(settings: Settings, error: OSError) -> str:
    return (
        f"DESCENT_LAB_METRICS_PORT: {settings.metrics_port} cannot be had on "
        f"{settings.metrics_host} ({error.strerror}); take another one, or 0 for no metrics"
    )


def _config(settings: Settings) -> Config:
    return Config(
        "app.main:app",
        workers=settings.web_processes,
        loop="auto",
        http="auto",
        ws="websockets-sansio",
        ws_max_size=settings.max_body,
        ws_per_message_deflate=False,  # twenty times the work of making a block, for a few percent
        ws_ping_interval=20,
        ws_ping_timeout=20,
        lifespan="on",
        log_config=log_config(settings.log_format, settings.log_level),
        access_log=False,  # app.web.guards.access_log writes one
        proxy_headers=True,
        forwarded_allow_ips=settings.trusted_proxies,
        server_header=False,
        backlog=settings.backlog,
        timeout_graceful_shutdown=settings.drain_seconds,
        timeout_worker_healthcheck=10,
        timeout_notify=1,
        callback_notify=end_without_parent,
    )
