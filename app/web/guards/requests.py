"""How many requests are answered in a second, of all and of each address."""

import ipaddress

from limits import RateLimitItemPerSecond
from limits.strategies import RateLimiter
from starlette.types import ASGIApp, Receive, Scope, Send

from app.web.guards.base_path import local_path
from app.web.guards.turned_away import turn_away

# Sent as they lie, or asked by who has to know that the service lives.
FREE = ("/healthz", "/readyz")
WAIT = 1  # seconds until a second has passed


class Requests:
    """Answer 429 to what is beyond. A class has one address, so that limit is off unless it is set.

    A WebSocket counts when it is opened.
    """

    def __init__(
        self, app: ASGIApp, limiter: RateLimiter, of_all: int, of_one_address: int
    ) -> None:
        self._app = app
        self._limiter = limiter
        self._of_all = RateLimitItemPerSecond(of_all)
        self._of_one = RateLimitItemPerSecond(of_one_address) if of_one_address else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan" or _is_free(local_path(scope)):
            await self._app(scope, receive, send)
        elif self._of_one and not self._limiter.hit(self._of_one, "address", _address(scope)):
            words = f"more than {self._of_one.amount} requests in a second come from your address"
            await self._put_off(scope, receive, send, words, "address_rate")
        elif not self._limiter.hit(self._of_all, "all"):
            words = f"more than {self._of_all.amount} requests in a second come from all visitors"
            await self._put_off(scope, receive, send, words, "rate")
        else:
            await self._app(scope, receive, send)

    async def _put_off(
        self, scope: Scope, receive: Receive, send: Send, words: str, reason: str
    ) -> None:
        words = f"{words}; try again in a second"
        await turn_away(scope, receive, send, status=429, words=words, reason=reason, wait=WAIT)


def _is_free(path: str) -> bool:
    return path in FREE or path.startswith("/static/")


def _address(scope: Scope) -> str:
    """Whom a request comes from. Of IPv6 it is the network: one person has as many addresses."""
    host = scope["client"][0] if scope.get("client") else ""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:  # a Unix socket, or a test
        return str(host)
    if address.version == 4:
        return host
    return str(ipaddress.ip_network((address, 64), strict=False))
