"""The service asks nobody: every door is opened here while no connection can be made."""

import itertools
import re
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from pytest_socket import SocketBlockedError, disable_socket, enable_socket

import app
from app.engine.catalogue import DATASETS
from app.main import create_app
from tests.web.here import compute_here

DOCUMENT = create_app().openapi()
OPERATIONS = [
    (method, path) for path, methods in DOCUMENT["paths"].items() for method in methods
]  # fmt: skip
PLACES = {"version": ["0"], "path": ["js/main.js", "plotly.min.js"]}
ASKING = re.compile(
    r"^\s*(?:import|from) (?:urllib\.request|urllib3|http\.client|httpx|requests|aiohttp|ftplib"
    r"|smtplib|telnetlib|xmlrpc|websockets\.(?:client|sync|asyncio)|pip)\b",
    re.MULTILINE,
)
NETWORK = {"kind": "network", "dataset": "moons", "hidden": [4]}


@pytest.fixture
def alone() -> Iterator[None]:
    """No socket but those inside of this process, and no name is looked up."""
    disable_socket(allow_unix_socket=True)
    yield
    enable_socket()


@pytest.mark.usefixtures("alone")
def test_nothing_can_be_connected_here() -> None:
    blocked = (SocketBlockedError, UserWarning)  # it warns first, and a warning is an error
    with pytest.raises(blocked):
        socket.create_connection(("127.0.0.1", 9))
    with pytest.raises(blocked):
        socket.getaddrinfo("localhost", 80)
    with pytest.raises(blocked):
        socket.socket()


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_every_door_answers_without_asking_anybody(
    door: TestClient, method: str, path: str
) -> None:
    operation = DOCUMENT["paths"][path][method]
    for address in _addresses(path, operation):
        for body in _bodies(operation):
            answer = door.request(method, address, json=body, headers={"accept-encoding": "br"})
            assert answer.status_code == (503 if path == "/readyz" else 200), answer.text[:500]


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize("name", list(DATASETS))
def test_every_data_set_is_here(door: TestClient, name: str) -> None:
    answer = door.post("/api/data", json={"dataset": {"name": name}})
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize("problem", [{"name": "booth"}, NETWORK])
def test_races_are_streamed_without_asking_anybody(
    door: TestClient, monkeypatch: pytest.MonkeyPatch, alone: None, problem: dict[str, Any]
) -> None:
    compute_here(monkeypatch)
    run = {"optimizer": "sgd", "hyperparameters": {"lr": 0.01}}
    spec = {"problem": problem, "runs": [run], "steps": 5}
    with door.websocket_connect("/ws/run") as line:
        line.send_json({"type": "race", "race": 1, "blocks": 64, "spec": spec})
        while True:
            message = line.receive()
            if '"finished"' in (message.get("text") or ""):
                break
            assert message["type"] == "websocket.send", message
            assert '"refused"' not in (message.get("text") or ""), message


def test_nothing_that_could_ask_is_imported() -> None:
    sources = {path.name: path.read_text() for path in Path(app.__file__).parent.rglob("*.py")}
    assert [name for name, source in sources.items() if ASKING.search(source)] == []
    assert ASKING.search("import json\nfrom urllib.request import urlopen")


def _addresses(path: str, operation: dict[str, Any]) -> list[str]:
    """The address with everything that its names can be."""
    names = [field for field in operation.get("parameters", []) if field["in"] == "path"]
    choices = [field["schema"].get("enum") or PLACES[field["name"]] for field in names]
    return [
        path.format(**{field["name"]: value for field, value in zip(names, chosen, strict=True)})
        for chosen in itertools.product(*choices)
    ]


def _bodies(operation: dict[str, Any]) -> list[Any]:
    content = operation.get("requestBody", {}).get("content", {})
    examples = content.get("application/json", {}).get("examples", {})
    return [example["value"] for example in examples.values()] or [None]
