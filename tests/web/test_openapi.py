"""The OpenAPI document says what the doors do, and every door is in it."""

from typing import Any

import pytest
import schemathesis
from fastapi import APIRouter
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from jsonschema_rs import Draft202012Validator

from app.engine.catalogue import OPTIMIZERS, SCHEDULES, SURFACES
from app.lessons.course import lessons
from app.main import create_app
from app.web import openapi
from tests.web.strict import read

DOCUMENT = create_app().openapi()
SCHEMA = schemathesis.openapi.from_dict(DOCUMENT)
OPERATIONS = {
    f"{method.upper()} {path}": operation
    for path, methods in DOCUMENT["paths"].items()
    for method, operation in methods.items()
}
EXAMPLES = [
    pytest.param(path, example["value"], id=f"{path} {name}")
    for path, methods in DOCUMENT["paths"].items()
    for method, operation in methods.items()
    if "requestBody" in operation
    for name, example in operation["requestBody"]["content"]["application/json"]["examples"].items()
]


def validator(name: str) -> Draft202012Validator:
    """Holds bodies against a schema of the document."""
    found = {"$ref": f"#/components/schemas/{name}", "components": DOCUMENT["components"]}
    return Draft202012Validator(found)


@pytest.fixture
def described(monkeypatch: pytest.MonkeyPatch):
    """Every router that is described when the app is made."""
    seen: list[APIRouter] = []
    monkeypatch.setattr("app.main.describe", lambda app, routers: seen.extend(routers))
    create_app()
    return seen


def doors(routers):
    return [route for router in routers for route in router.routes if isinstance(route, APIRoute)]


def test_the_document_is_openapi():
    SCHEMA.validate()


def test_the_document_is_answered(door: TestClient):
    assert read(door.get("/openapi.json").content) == DOCUMENT


def test_every_door_of_the_api_is_told_of(described):
    told = openapi.operations()
    untold = [
        route.path for route in doors(described)
        if route.include_in_schema and route.path_format not in told
    ]  # fmt: skip
    assert not untold, "app/web/openapi.py has no word of these"
    assert told.keys() <= {route.path_format for route in doors(described)}


def test_every_method_of_every_door_is_in_the_document(described):
    served = {
        f"{method} {route.path_format}" for route in doors(described) for method in route.methods
    }
    assert served == OPERATIONS.keys()


def test_every_parameter_that_a_door_names_is_in_the_document(described):
    for route in doors(described):
        named = [*route.dependant.path_params, *route.dependant.query_params]
        for method in route.methods:
            found = OPERATIONS[f"{method} {route.path_format}"]["parameters"]
            told = {parameter["name"] for parameter in found}
            assert {parameter.alias for parameter in named} <= told, route.path


def test_every_operation_says_what_it_does():
    assert len({operation["operationId"] for operation in OPERATIONS.values()}) == len(OPERATIONS)
    for name, operation in OPERATIONS.items():
        assert operation["summary"].endswith("."), name


@pytest.mark.parametrize(("path", "body"), EXAMPLES)
def test_every_example_is_answered_as_described(door: TestClient, path: str, body: Any):
    answer = door.post(path, json=body)
    assert answer.status_code == 200, answer.text
    SCHEMA[path]["POST"].validate_response(answer)


@pytest.mark.parametrize("name", lessons())
def test_every_race_of_a_lesson_is_one_that_the_document_allows(name: str):
    allowed = validator("RaceSpec")
    for race in lessons()[name].races.values():
        allowed.validate(race.request)


def test_the_document_knows_every_rule_schedule_and_surface():
    allowed = validator("RaceSpec")
    for optimizer in OPTIMIZERS.values():
        for convention in optimizer.conventions:
            run = {
                "optimizer": optimizer.name, "convention": convention.name,
                "hyperparameters": dict(convention.defaults),
            }  # fmt: skip
            allowed.validate({"problem": {"name": "beale"}, "runs": [run]})
    for schedule in SCHEDULES:
        run = {"optimizer": "sgd", "schedule": {"name": schedule}}
        for surface in SURFACES:
            allowed.validate({"problem": {"name": surface}, "runs": [run]})


@pytest.mark.parametrize(
    "run",
    [
        {"optimizer": "sgd", "hyperparameters": {"beta": 0.9}},
        {"optimizer": "sgd", "hyperparameters": {"lr": 11}},
        {"optimizer": "sgd", "convention": "paper"},
        {"optimizer": "adadelta", "hyperparameters": {"lr": 1.0}},
        {"optimizer": "sgd", "schedule": {"parameters": {"decay": 0.1}}},
        {"optimizer": "sgd", "overrides": {"hidden": [8]}},
        {"optimizer": "sgd", "overrides": {"batch_size": None}},
        {"optimizer": "sgd", "lr": 0.1},
    ],
)
def test_the_document_refuses_what_the_door_refuses(door: TestClient, run):
    race = {"problem": {"name": "beale"}, "runs": [run]}
    assert not validator("RaceSpec").is_valid(race)
    assert door.post("/api/run", json=race).status_code == 422
