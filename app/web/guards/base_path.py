"""The service below a path, as in https://example.org/lab/."""

from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send


class BasePath:
    """Take the base path off every address.

    What comes without it is served as well: a proxy may have taken it off, and whoever asks for
    /healthz inside a cluster does not know it.
    """

    def __init__(self, app: ASGIApp, base: str) -> None:
        self._app = app
        self._base = base

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and self._base and scope["path"] == self._base:
            # The page's addresses are relative to it, so it needs its slash.
            query = scope["query_string"].decode("latin-1")
            to = f"{self._base}/" + (f"?{query}" if query else "")
            await RedirectResponse(to, 308)(scope, receive, send)
            return
        if scope["type"] != "lifespan" and scope["path"].startswith(f"{self._base}/"):
            scope["root_path"] = self._base
        await self._app(scope, receive, send)


def local_path(scope: Scope) -> str:
    """The path without the base path, as in `/api/run`."""
    path: str = scope["path"]
    return path.removeprefix(scope.get("root_path", ""))
