"""Names that the service may be asked for by."""

import socket

import pytest

from app.web.guards.hosts import Hosts
from tests.web.guards.house import asked, house, told

HERE = socket.gethostname().lower()
NAMES = ["lab.example.org", "*.school.example"]
each_kind = pytest.mark.parametrize("kind", ["http", "websocket"])


@each_kind
@pytest.mark.parametrize(
    ("host", "known"),
    [
        ("localhost", True),
        ("localhost:8000", True),
        ("lab.localhost", True),
        ("LOCALHOST", True),
        ("127.0.0.1:8000", True),
        ("192.168.1.20", True),
        ("[::1]:8000", True),
        ("[2001:db8::1]", True),
        (HERE, True),
        (f"{HERE.partition('.')[0]}.local:8000", True),
        ("lab.example.org", True),
        ("Lab.Example.org:443", True),
        ("physics.school.example", True),
        # Anybody can make these mean this machine
        ("attacker.com", False),
        ("127.0.0.1.attacker.com", False),
        ("localhost.attacker.com", False),
        ("attackerlocalhost", False),
        ("lab.example.org.attacker.com", False),
        ("attacker-lab.example.org", False),
        ("other.example.org", False),
        ("school.example", False),
        ("attackerschool.example", False),
        ("2130706433", False),
        ("0x7f.1", False),
        # And these are no names
        ("lab.example.org@attacker.com", False),
        ("attacker.com/lab.example.org", False),
        ("attacker.com#lab.example.org", False),
        ("lab.example.org\\.attacker.com", False),
        ("lab.example.org.", False),
        ("lab.example.org:80:80", False),
        ("lab.example.org:port", False),
        ("lab.example.org:99999", False),
        ("localhost, attacker.com", False),
        ("*", False),
        ("*.localhost", False),
        ("::1", False),
        ("", False),
        ("\xff", False),
    ],
)
def test_only_addresses_this_machine_and_listed_names_are_answered(
    kind: str, host: str, known: bool
) -> None:
    door = house(Hosts, names=NAMES)

    answer = asked(door, kind, "ws://localhost/", host=host.encode("latin-1"))

    assert answer.status_code == ((200 if kind == "http" else 101) if known else 400)


@pytest.mark.parametrize("machine", ["Physics-Lab", "physics-lab.school.example.org"])
def test_a_machine_is_asked_by_its_own_name_as_a_classroom_does(
    monkeypatch: pytest.MonkeyPatch, machine: str
) -> None:
    monkeypatch.setattr(socket, "gethostname", lambda: machine)
    door = house(Hosts, names=[])

    for name in (machine.lower(), "physics-lab", "physics-lab.local"):
        assert asked(door, "http", f"ws://{name}:8000/").status_code == 200
    assert asked(door, "http", "ws://physics-lab.attacker.com/").status_code == 400


def test_an_unknown_name_is_told_which_setting_would_make_it_known() -> None:
    words = told(asked(house(Hosts, names=[]), "http", "ws://localhost/", host="a" * 500))

    assert "DESCENT_LAB_HOSTS" in words
    assert "ask by its address" in words
    assert "a" * 200 in words
    assert "a" * 201 not in words


def test_an_unlisted_name_is_answered_where_any_is() -> None:
    assert asked(house(Hosts, names=["*"]), "http", "ws://attacker.com/").status_code == 200
    door = house(Hosts, names=["*"])
    assert asked(door, "http", "ws://localhost/", host="a b").status_code == 400


def test_two_names_are_none() -> None:
    door = house(Hosts, names=["*"])
    door.headers = [("host", "localhost"), ("host", "localhost")]  # type: ignore[assignment]

    assert door.get("http://localhost/").status_code == 400
