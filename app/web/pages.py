"""The page itself, rendered once from the catalogue."""

from functools import cache, lru_cache
from typing import Any

from fastapi import APIRouter, HTTPException, Request, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from app import evidence, places
from app.lessons.course import lessons
from app.lessons.glossary import glossary
from app.sentences import MAX_NAME
from app.web.assets import ONE_SHEET, PLOTLY, assets, version_of
from app.web.catalogue import everything
from app.web.coding import Content, answer, in_all_forms
from app.web.edition import edition
from app.web.lessons import listed, shown

router = APIRouter()

# Templates of what a visitor may never ask for.
PARTS = {"code", "fair", "glossary", "networks", "points", "rates", "step"}
MENUS = ("optimizers", "surfaces", "schedules", "limits")  # of the catalog: what the page offers
WORKER = "js/offline/worker.js"
ELSEWHERE = {"formula", "mathml", "rule", "source", "good_at", "weak_at"}


@router.api_route("/", methods=["GET", "HEAD"], include_in_schema=False)
def playground(request: Request, lesson: str | None = None) -> Response:
    """The playground, with a lesson beside it. Browsers ask each time whether they have today's."""
    if lesson is not None and lesson not in lessons():
        found = answer(request, _course(lesson[:MAX_NAME]), "no-store")
        found.status_code = 404
        return found
    return answer(request, _playground(lesson), "no-cache")


@router.api_route("/lessons", methods=["GET", "HEAD"], include_in_schema=False)
def course(request: Request) -> Response:
    """The course: all lessons, and the words they use."""
    return answer(request, _course(), "no-cache")


@router.api_route("/evidence", methods=["GET", "HEAD"], include_in_schema=False)
def proof(request: Request) -> Response:
    """The page of evidence: how far each rule is from what it is checked against."""
    return answer(request, _evidence(), "no-cache")


@router.api_route("/embed", methods=["GET", "HEAD"], include_in_schema=False)
def embedded(request: Request) -> Response:
    """The race alone, for a frame in another page."""
    return answer(request, _playground(None, embedded=True), "no-cache")


@router.api_route("/sw.js", methods=["GET", "HEAD"], include_in_schema=False)
def worker(request: Request) -> Response:
    """The service worker: from here it may answer for every page beside it."""
    return answer(request, assets()[WORKER], "no-cache")


@router.api_route("/parts/{name}", methods=["GET", "HEAD"], include_in_schema=False)
def part(name: str, request: Request) -> Response:
    """A part of the page that is fetched when it is first wanted."""
    if name not in PARTS:
        raise HTTPException(404)
    return answer(request, _part(name), "no-cache")


@cache
def _playground(lesson: str | None, *, embedded: bool = False) -> Content:
    catalog = {name: everything()[name] for name in MENUS}
    told = shown(lesson) if lesson else None
    template = "embed.html" if embedded else "playground.html"
    return _rendered(template, catalog=catalog, menus=_lean(catalog), lesson=told)


@lru_cache(maxsize=8)
def _course(missing: str | None = None) -> Content:
    """The course. `missing` is the name of a lesson that was asked for and is not there."""
    return _rendered("course.html", topics=listed(), missing=missing)


@cache
def _evidence() -> Content:
    return _rendered(
        "evidence.html",
        rules=list(evidence.rules()),
        programs=evidence.programs(),
        libraries=evidence.libraries(),
    )


@cache
def _part(name: str) -> Content:
    return _rendered(f"{name}.html")


def _lean(menu: Any) -> Any:
    """A menu without what the page has as HTML already, or does not show."""
    if isinstance(menu, dict):
        return {name: _lean(part) for name, part in menu.items() if name not in ELSEWHERE}
    return [_lean(part) for part in menu] if isinstance(menu, list) else menu


def _rendered(template: str, **values: Any) -> Content:
    page = _environment().get_template(template).render(**values)
    return in_all_forms("text/html; charset=utf-8", page.encode())


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(places.templates()),
        undefined=StrictUndefined,
        autoescape=select_autoescape(),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.policies["json.dumps_kwargs"] = {}  # the order of hyperparameters is the rule's
    environment.globals.update(
        asset=_address,
        edition=edition,
        everything=everything,
        glossary=glossary,
        lessons=lessons,
        ONE_SHEET=ONE_SHEET,
        PLOTLY=PLOTLY,
    )
    return environment


def _address(path: str) -> str:
    """Where a static file is, relative to the page, with its version."""
    return f"static/{version_of(path)}/{path}"
