"""What every answer tells the browser not to do. docs/security.md says why, line by line."""

from collections.abc import Sequence

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.web.guards.base_path import local_path

EMBED = "/embed"  # the one page that others may frame
STATIC = "/static/"  # parts of a page, over a hundred of them, and no pages themselves

# Plotly writes no style but these three; what else it draws, it sets through the CSSOM, which needs
# no leave. A test compares them with the bundle, and another sees in a browser that they suffice.
STYLES = (
    "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='",  # an empty one
    "'sha256-AR/cKIZjWPcPmBUPDA6oti9XBiTbJvz0Cro2J1VzzS8='",  # crisp pixels of a heatmap
    "'sha256-ji27qzEtxXZW+7dun6UwjHXJ18e6WAin1VvNtkzIE/o='",  # of the maps in its bundle
)
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": " ".join(("'self'", "'unsafe-hashes'", *STYLES)),
    "img-src": "'self' data: blob:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "worker-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "object-src": "'none'",
}
UNUSED = (
    "accelerometer", "autoplay", "browsing-topics", "camera", "display-capture",
    "encrypted-media", "geolocation", "gyroscope", "hid", "idle-detection", "magnetometer",
    "microphone", "midi", "payment", "publickey-credentials-get", "screen-wake-lock", "serial",
    "usb", "xr-spatial-tracking",
)  # fmt: skip
ALWAYS = {
    "cross-origin-embedder-policy": "require-corp",
    "cross-origin-opener-policy": "same-origin",
    "origin-agent-cluster": "?1",
    "permissions-policy": ", ".join(f"{name}=()" for name in UNUSED),
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-permitted-cross-domain-policies": "none",
}
# A script's headers weigh more than many a script: it has the strictest policy, which is short, and
# nothing of what only a page could use.
PARTS_TOO = (
    "cross-origin-embedder-policy",
    "cross-origin-opener-policy",
    "referrer-policy",
    "x-content-type-options",
)
OVER_TLS = {"strict-transport-security": "max-age=63072000"}

Lines = list[tuple[bytes, bytes]]


def told(path: str, secure: bool, ancestors: Sequence[str]) -> dict[str, str]:
    """The headers of an answer at a path, without the base path."""
    if path.startswith(STATIC):
        return {
            "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
            "cross-origin-resource-policy": "same-origin",
            **{name: ALWAYS[name] for name in PARTS_TOO},
            **(OVER_TLS if secure else {}),
        }
    if path == EMBED:
        framed = " ".join(ancestors) or "'none'"
        apart = {"cross-origin-resource-policy": "cross-origin"}
    else:
        framed = "'none'"
        apart = {"cross-origin-resource-policy": "same-origin", "x-frame-options": "DENY"}
    policy = "; ".join(
        f"{name} {what}" for name, what in {**POLICY, "frame-ancestors": framed}.items()
    )
    return {
        "content-security-policy": policy,
        **ALWAYS,
        **apart,
        **(OVER_TLS if secure else {}),
    }


class Headers:
    """Add them to every answer, refusals of WebSockets included."""

    def __init__(self, app: ASGIApp, ancestors: Sequence[str]) -> None:
        self._app = app
        self._lines = {
            (path, secure): _lines(told(path, secure, ancestors))
            for path in ("", EMBED, STATIC)
            for secure in (False, True)
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        secure = scope["scheme"] in ("https", "wss")

        async def sent(message: Message) -> None:
            if message["type"] in ("http.response.start", "websocket.http.response.start"):
                path = local_path(scope)
                path = STATIC if path.startswith(STATIC) else EMBED if path == EMBED else ""
                lines = self._lines[path, secure]
                message = {**message, "headers": [*message.get("headers", ()), *lines]}
            await send(message)

        await self._app(scope, receive, sent)


def _lines(headers: dict[str, str]) -> Lines:
    return [(name.encode(), value.encode()) for name, value in headers.items()]
