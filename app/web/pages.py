"""The page itself, rendered from the catalogue."""

from functools import cache

from fastapi import APIRouter, Request, Response
from fastapi.templating import Jinja2Templates
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from app.web import places
from app.web.assets import PLOTLY, version_of
from app.web.catalogue import everything

router = APIRouter()


@cache
def _templates() -> Jinja2Templates:
    environment = Environment(
        loader=FileSystemLoader(places.templates()),
        undefined=StrictUndefined,
        autoescape=select_autoescape(),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["asset"] = asset
    environment.globals["PLOTLY"] = PLOTLY
    return Jinja2Templates(env=environment)


def asset(path: str) -> str:
    """The address of a static file, relative to the page, with its version."""
    return f"static/{version_of(path)}/{path}"


@router.get("/", include_in_schema=False)
def playground(request: Request) -> Response:
    """The playground."""
    page = _templates().TemplateResponse(request, "playground.html", {"catalog": everything()})
    page.headers["Cache-Control"] = "no-cache"
    return page
