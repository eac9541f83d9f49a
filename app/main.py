"""create_app(): the one place where the parts meet."""

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
    run,
    step,
    stream,
    surfaces,
    works,
)
from app.web.errors import BodyLimit, answer_in_sentences


def create_app() -> FastAPI:
    """The whole service."""
    app = FastAPI(title="Descent Lab", docs_url=None, redoc_url=None)
    app.add_middleware(BodyLimit)
    answer_in_sentences(app)
    for door in (
        health,
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
    ):
        app.include_router(door.router)
    return app


app = create_app()
