"""create_app(): the one place where the parts meet."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from app.compute.pool import pool
from app.settings import settings
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
from app.web.errors import answer_in_sentences
from app.web.guards import guarded
from app.web.lag import lag_seen
from app.web.openapi import describe


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """What lasts as long as the process serves."""
    pool.start()
    try:
        async with lag_seen(), readiness.ready(app, pool.trouble):
            yield
    finally:
        await asyncio.to_thread(pool.stop)


def create_app() -> FastAPI:
    """The whole service."""
    app = FastAPI(
        title="Descent Lab",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,  # such a redirect leads to whatever host was asked for
        lifespan=lifespan,
    )
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
    return guarded(app, settings)


app = create_app()
