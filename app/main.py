"""create_app(): the one place where the parts meet."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from app.web import (
    activations,
    assets,
    best,
    catalogue,
    cloud,
    code,
    data,
    health,
    lessons,
    pages,
    readiness,
    run,
    step,
    stream,
    surfaces,
    works,
)
from app.web.errors import BodyLimit, answer_in_sentences
from app.web.lag import lag_seen
from app.web.openapi import describe


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """What lasts as long as the process serves."""
    async with lag_seen(), readiness.ready(app, lambda: None):
        yield


def create_app() -> FastAPI:
    """The whole service."""
    app = FastAPI(title="Descent Lab", docs_url=None, redoc_url=None, lifespan=lifespan)
    app.add_middleware(BodyLimit)
    answer_in_sentences(app)
    doors = (
        health,
        readiness,
        catalogue,
        code,
        surfaces,
        activations,
        data,
        run,
        step,
        best,
        works,
        cloud,
        stream,
        assets,
        lessons,
        pages,
    )
    for door in doors:
        app.include_router(door.router)
    describe(app, [door.router for door in doors])
    return app


app = create_app()
