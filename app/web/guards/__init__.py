"""guarded(): everything that a request passes before it reaches a door.

Each guard is one plain ASGI class that sees requests and WebSockets alike. (Starlette's
BaseHTTPMiddleware never sees a WebSocket.) docs/security.md says what each is for.
"""

from fastapi import FastAPI
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter
from starlette.middleware.cors import CORSMiddleware

from app.settings import Settings
from app.web.guards.access_log import AccessLog
from app.web.guards.base_path import BasePath
from app.web.guards.body import Body
from app.web.guards.broken import answer_when_broken
from app.web.guards.conversation import Conversation
from app.web.guards.crowd import Crowd
from app.web.guards.headers import Headers
from app.web.guards.hosts import Hosts
from app.web.guards.origins import Origins
from app.web.guards.request_id import RequestId
from app.web.guards.requests import Requests
from app.web.measured import Measured


def guarded(app: FastAPI, settings: Settings) -> FastAPI:
    """Let every request pass all guards, from the last line to the first."""
    limiter = FixedWindowRateLimiter(MemoryStorage())
    app.add_middleware(
        Conversation,
        limiter=limiter,
        often=settings.messages_per_second,
        idle=settings.idle_seconds,
    )
    app.add_middleware(Body, longest=settings.max_body, seconds=settings.body_seconds)
    app.add_middleware(Crowd, most=settings.max_sockets)
    app.add_middleware(
        Requests,
        limiter=limiter,
        of_all=settings.requests_per_second,
        of_one_address=settings.address_requests_per_second,
    )
    app.add_middleware(BasePath, base=settings.base_path)
    if settings.origins:  # their pages may read the answers, too
        app.add_middleware(
            CORSMiddleware,
            allow_origins=settings.origins,
            allow_methods=["GET", "HEAD", "POST"],
            allow_headers=["Content-Type"],
        )
    app.add_middleware(Origins, listed=settings.origins, allow_none=settings.allow_no_origin)
    app.add_middleware(Hosts, names=settings.hosts)
    app.add_middleware(Headers, ancestors=settings.embed_ancestors)
    app.add_middleware(Measured)
    app.add_middleware(AccessLog)
    app.add_middleware(RequestId)
    answer_when_broken(app, settings.embed_ancestors)
    return app
