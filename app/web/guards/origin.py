"""Where a page came from: exactly this scheme, name and port, or another one."""

import re
from typing import NamedTuple

from starlette.types import Scope

PORTS = {"http": 80, "https": 443}
SECURE = {"ws": "http", "wss": "https"}  # a WebSocket's scheme as its page's

# What browsers write: small letters, no user, no path. Anything else is nobody's origin.
_NAME = r"[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?|\[[0-9a-f:.]+\]"
_HOST = re.compile(rf"(?P<name>{_NAME})(?::(?P<port>[1-9][0-9]{{0,4}}))?")
_ORIGIN = re.compile(r"(?P<scheme>https?)://(?P<host>[^/]+)")


class Place(NamedTuple):
    """A host's name and port; the port is None where it was not said."""

    name: str
    port: int | None


class Origin(NamedTuple):
    """A scheme, a name and a port; two pages are of one origin if all three are equal."""

    scheme: str
    name: str
    port: int

    def __str__(self) -> str:
        usual = self.port == PORTS[self.scheme]
        return f"{self.scheme}://{self.name}" + ("" if usual else f":{self.port}")


def place(text: str) -> Place | None:
    """The name and port of a Host header, or None if it is none."""
    found = _HOST.fullmatch(text)
    if found is None or (port := int(found["port"] or 0)) > 65_535:
        return None
    return Place(found["name"], port or None)


def origin(text: str) -> Origin | None:
    """What an Origin header says, or None if it is none, as `null`."""
    found = _ORIGIN.fullmatch(text)
    where = place(found["host"]) if found else None
    if found is None or where is None:
        return None
    return Origin(found["scheme"], where.name, where.port or PORTS[found["scheme"]])


def own_origin(scope: Scope) -> Origin | None:
    """The origin of the pages that a request's own address belongs to."""
    where = place((sole(scope, b"host") or "").lower())
    scheme = SECURE.get(scope["scheme"], scope["scheme"])
    if where is None or scheme not in PORTS:
        return None
    return Origin(scheme, where.name, where.port or PORTS[scheme])


def sole(scope: Scope, name: bytes) -> str | None:
    """A header's value; None where it is missing, and "" where it is said twice."""
    values = [value for key, value in scope["headers"] if key == name]
    if not values:
        return None
    return values[0].decode("latin-1").strip() if len(values) == 1 else ""
