"""Names that the service may be asked for by.

A page of another site can make its own name mean this machine's address (DNS rebinding), and would
then be of the service's own origin. It cannot do so with an address, nor with localhost.
"""

import ipaddress
import socket
from collections.abc import Sequence

from starlette.types import ASGIApp, Receive, Scope, Send

from app.settings import PREFIX
from app.web.guards.origin import place, sole
from app.web.guards.turned_away import CUT, turn_away


class Hosts:
    """Answer 400 to requests for a name that is not the service's."""

    def __init__(self, app: ASGIApp, names: Sequence[str]) -> None:
        self._app = app
        machine = socket.gethostname().lower()  # some say `lab`, some `lab.example.org`
        short = machine.partition(".")[0]
        here = {"localhost", machine, short, f"{short}.local"}
        self._names = {name.lower() for name in names} | here
        self._endings = tuple(name[1:] for name in self._names if name.startswith("*."))
        self._endings += (".localhost",)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan" or self._known(given := sole(scope, b"host") or ""):
            await self._app(scope, receive, send)
            return
        words = (
            f"Host: {given[:CUT]!r} is not a name of this service; "
            f"ask by its address, or list the name in {PREFIX}HOSTS"
        )
        await turn_away(scope, receive, send, status=400, words=words, reason="host")

    def _known(self, given: str) -> bool:
        where = place(given.lower())
        if where is None:
            return False
        name = where.name
        return (
            "*" in self._names
            or name in self._names
            or name.endswith(self._endings)
            or _is_address(name)
        )


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name.removeprefix("[").removesuffix("]"))
    except ValueError:
        return False
    return True
