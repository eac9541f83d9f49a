"""The OpenAPI document: every HTTP operation, what it takes and what it answers.

The doors read bodies as bytes, so that a refusal has one wording; what they take is told here.
Their docstrings are the descriptions, the models of app/spec the bodies, those of answers.py the
answers. A door that is not told of here cannot be added: a test asks for it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from inspect import getdoc
from typing import Any, get_args

from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from pydantic import BaseModel

from app.compute.grids import Form
from app.compute.steps import MAX_OPENED, MemorySpec, StepSpec
from app.engine.catalogue import ACTIVATIONS, SURFACES
from app.lessons.course import lessons
from app.spec import (
    MAX_RESOLUTION,
    MIN_RESOLUTION,
    BestSpec,
    CloudSpec,
    CodeSpec,
    DataSpec,
    RaceSpec,
    TableSpec,
    WorksSpec,
)
from app.web import answers
from app.web.asked import Schema, all_parameters, asked, few, inside, plain, ref
from app.web.pages import PARTS

JSON = "application/json"
BYTES = "application/octet-stream"
HTML = "text/html"
ANSWERS = "#/components/responses/"
# Refusals that any operation may answer with.
EVERYWHERE = ("400", "403", "408", "413", "429", "500", "503")
BODIES = (
    RaceSpec, StepSpec, MemorySpec, BestSpec, WorksSpec, CloudSpec, CodeSpec, DataSpec, TableSpec,
)  # fmt: skip
ABOUT = """\
Races of optimizers on surfaces and on small networks. The same request gives the same numbers.

Whatever is refused is answered with `{"detail": [{"loc": [...], "msg": "..."}]}`, where each `msg`
says what was given and what would be right. A race that is watched while it is computed is asked
for on the WebSocket `/ws/run`, which this document cannot describe."""

RACE = {"problem": {"name": "beale"}, "runs": [{"optimizer": "adam"}], "steps": 100}
NOISY = {**RACE, "problem": {"name": "beale", "noise": 0.5}}
NETWORK = {
    "problem": {"kind": "network", "dataset": "moons", "hidden": [8]},
    "runs": [{"optimizer": "sgd", "hyperparameters": {"lr": 0.1}}],
    "steps": 50,
}
OWN = {"name": "own", "csv": "length,kind\n1,a\n2,b\n3,a\n4,b\n"}


@dataclass(frozen=True)
class Operation:
    """What one path takes and answers, beside its docstring. A page unless said otherwise.

    `kept` answers carry a tag, and are 304 where the client has them.
    """

    tag: str = "pages"
    body: str | None = None
    examples: Mapping[str, Any] = field(default_factory=dict)
    content: Mapping[str, Schema] = field(default_factory=lambda: {"*/*": {}})
    parameters: Sequence[Schema] = ()
    missing: str | None = None
    kept: bool = False


def _json(*models: type[BaseModel]) -> dict[str, Schema]:
    found = [ref(model.__name__) for model in models]
    return {JSON: {"schema": found[0] if len(found) == 1 else {"anyOf": found}}}


def _in_path(name: str, schema: Schema, words: str) -> Schema:
    return {
        "name": name, "in": "path", "required": True, "schema": schema, "description": words,
    }  # fmt: skip


def _in_query(name: str, schema: Schema, words: str) -> Schema:
    return {
        "name": name, "in": "query", "required": False, "schema": schema, "description": words,
    }  # fmt: skip


def _parameters_of(menu: Mapping[str, type[Any]]) -> Iterator[Schema]:
    for name, (owners, bound) in all_parameters(menu).items():
        yield _in_query(name, bound, f"of {', '.join(owners)}; refused elsewhere")


@cache
def operations() -> Mapping[str, Operation]:
    """What is told of each path. A path that is not here is a page, and is no part of the API."""
    page = Operation(content={HTML: {}}, kept=True)
    resolution = {
        "type": "integer", "minimum": MIN_RESOLUTION, "maximum": MAX_RESOLUTION, "default": 101,
    }  # fmt: skip
    return {
        "/healthz": Operation("service", content=_json(answers.Health)),
        "/readyz": Operation("service", content=_json(answers.Readiness)),
        "/api/catalog": Operation("menus", content=_json(answers.Catalog), kept=True),
        "/api/surfaces/{name}/grid": Operation(
            "menus",
            content={**_json(answers.Grid), BYTES: {}},
            kept=True,
            parameters=[
                _in_path("name", {"enum": list(SURFACES)}, "a surface of the catalog"),
                _in_query("resolution", resolution, "points along each side"),
                _in_query("window", {"type": "string"}, "x0,x1,y0,y1: another part of the plane"),
                _in_query(
                    "form",
                    {"enum": list(get_args(Form)), "default": "json"},
                    "float32 is the bare heights, little-endian; packed is for the page alone",
                ),
                *_parameters_of(SURFACES),
            ],
        ),
        "/api/activations/{name}/table": Operation(
            "menus",
            content={BYTES: {}},
            kept=True,
            parameters=[
                _in_path("name", {"enum": list(ACTIVATIONS)}, "an activation of the catalog"),
                *_parameters_of(ACTIVATIONS),
            ],
        ),
        "/api/data": Operation(
            "menus",
            body="DataSpec",
            examples={"menu": {"dataset": "moons"}, "own": {"dataset": OWN}},
            content=_json(answers.Data),
            kept=True,
        ),
        "/api/table": Operation(
            "menus",
            body="TableSpec",
            examples={"table": {"csv": OWN["csv"]}},
            content=_json(answers.Table),
        ),
        "/api/run": Operation(
            "races",
            body="RaceSpec",
            examples={
                "surface": RACE,
                "network": NETWORK,
                "told": {**NETWORK, "steps": 5, "parameters": True},
            },
            content=_json(answers.SurfaceRace, answers.NetworkRace, answers.ToldNetworkRace),
        ),
        "/api/step": Operation(
            "races",
            body="StepSpec",
            examples={"tenth": {"race": RACE, "step": 10}},
            content=_json(answers.OpenedStep),
        ),
        "/api/memory": Operation(
            "races",
            body="MemorySpec",
            examples={"adam": {"race": RACE}},
            content=_json(answers.Memory),
        ),
        "/api/code": Operation(
            "races",
            body="CodeSpec",
            examples={"numpy": {"race": RACE, "language": "numpy"}},
            content=_json(answers.Program),
        ),
        "/api/best": Operation(
            "studies",
            body="BestSpec",
            examples={"surface": {"race": RACE}},
            content=_json(answers.Best),
        ),
        "/api/works": Operation(
            "studies",
            body="WorksSpec",
            examples={"start": {"race": RACE}, "later": {"race": RACE, "from_step": 50}},
            content=_json(answers.Works),
        ),
        "/api/cloud": Operation(
            "studies",
            body="CloudSpec",
            examples={"noise": {"race": NOISY, "seeds": 8}},
            content=_json(answers.Cloud),
        ),
        "/api/lessons": Operation("course", content=_json(answers.Course), kept=True),
        "/api/lessons/{name}": Operation(
            "course",
            content=_json(answers.Lesson),
            parameters=[_in_path("name", {"enum": list(lessons())}, "a lesson of the course")],
            missing="there is no such lesson",
            kept=True,
        ),
        "/api/glossary": Operation("course", content=_json(answers.Glossary), kept=True),
        "/": Operation(
            content={HTML: {}},
            parameters=[_in_query("lesson", {"enum": list(lessons())}, "a lesson of the course")],
            missing="there is no such lesson; the course is shown",
            kept=True,
        ),
        "/lessons": page,
        "/evidence": page,
        "/parts/{name}": Operation(
            content={HTML: {}},
            parameters=[_in_path("name", {"enum": sorted(PARTS)}, "a part of the page")],
            missing="there is no such part",
            kept=True,
        ),
        "/static/{version}/{path}": Operation(
            parameters=[
                _in_path("version", {"type": "string"}, "of the content; any other is answered"),
                _in_path("path", {"type": "string"}, "of a file of the page"),
            ],
            missing="there is no such file",
            kept=True,
        ),
    }


def describe(app: FastAPI, routers: Sequence[APIRouter]) -> None:
    """Let /openapi.json be the document of these doors."""
    made: list[dict[str, Any]] = []

    def document() -> dict[str, Any]:
        if not made:
            made.append(_document(app, routers))
        return made[0]

    app.openapi = document  # type: ignore[method-assign]


def _document(app: FastAPI, routers: Sequence[APIRouter]) -> dict[str, Any]:
    paths: dict[str, Any] = {}
    for router in routers:
        for route in router.routes:
            if isinstance(route, APIRoute):
                path = paths.setdefault(route.path_format, {})
                for method in sorted(route.methods or ()):
                    path[method.lower()] = _operation(route, method)
    return {
        "openapi": "3.1.0",
        "info": {"title": app.title, "version": app.version, "description": ABOUT},
        "paths": paths,
        "components": {"schemas": _schemas(), "responses": _everywhere()},
    }


@cache
def _schemas() -> dict[str, Schema]:
    found = asked(BODIES)
    surface = found["SurfaceRaceSpec"]
    found["StepSpec"] = inside(found["StepSpec"], few(surface, MAX_OPENED))
    found["MemorySpec"] = inside(found["MemorySpec"], few(surface, 1))
    one = [few(found[f"{kind}RaceSpec"], 1) for kind in ("Surface", "Network")]
    found["WorksSpec"] = inside(found["WorksSpec"], {"oneOf": one})
    models = (model for model in vars(answers).values() if isinstance(model, type))
    told = [model for model in models if issubclass(model, answers.Answer)]
    return {**found, **plain(model for model in told if not model.__name__.startswith("_"))}


def _operation(route: APIRoute, method: str) -> dict[str, Any]:
    said = operations().get(route.path_format, Operation())
    words = getdoc(route.endpoint) or ""
    summary, _, rest = words.partition("\n\n")
    place = "_".join(part.strip("{}") for part in route.path_format.split("/") if part)
    told: dict[str, Any] = {
        "tags": [said.tag],
        "summary": " ".join(summary.split()),
        "operationId": f"{method.lower()}_{place or 'playground'}",
        "parameters": list(said.parameters),
        "responses": _responses(route.path_format, said, method),
    }
    if rest:
        told["description"] = rest
    if said.body is not None:
        examples = {name: {"value": value} for name, value in said.examples.items()}
        told["requestBody"] = {
            "required": True,
            "content": {JSON: {"schema": ref(said.body), "examples": examples}},
        }
    return told


def _responses(path: str, said: Operation, method: str) -> dict[str, Any]:
    found: dict[str, Any] = {"200": {"description": "what was asked for"}}
    if method != "HEAD":
        found["200"]["content"] = dict(said.content)
    if said.kept:
        found["304"] = {"description": "the client has it already, by its If-None-Match"}
    if said.missing is not None:
        found["404"] = _refused(said.missing, *([HTML] if path == "/" else []))
    if said.body is not None or (said.tag != "pages" and said.parameters):
        found["422"] = {"$ref": f"{ANSWERS}422"}
    found |= {status: {"$ref": f"{ANSWERS}{status}"} for status in EVERYWHERE}
    return dict(sorted(found.items()))


def _everywhere() -> dict[str, Schema]:
    """Refusals that several operations have."""
    return {
        "400": _refused("this is not HTTP, or for another host", "text/plain"),
        "403": _refused("a page of another origin asked"),
        "408": _refused("the body took too long to come"),
        "413": _refused("the body is too long"),
        "422": _refused("what was asked for is not to be had; the words say why"),
        "429": _refused("more is asked for than there is room for", late=True),
        "500": _refused("something is broken in the service"),
        "503": _refused("the service is starting, stopping or full", late=True),
    }


def _refused(words: str, *others: str, late: bool = False) -> Schema:
    told: Schema = {
        "description": words,
        "content": {**_json(answers.Refusal), **{other: {} for other in others}},
    }
    if late:
        seconds = {"type": "integer", "minimum": 0}
        told["headers"] = {
            "Retry-After": {"description": "seconds to wait", "required": True, "schema": seconds}
        }
    return told
