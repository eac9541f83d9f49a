"""What may be asked for, as JSON Schema: the models of app/spec, with what only the menus know.

A model says that an optimizer is a name and that its numbers are numbers. Which names there are,
which numbers go with each, and in which bounds, is added here from the menus; so a document for
machines refuses what the service refuses, but for what only several fields together decide.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from app.engine.catalogue import (
    ACTIVATIONS,
    DATASETS,
    INITIALIZERS,
    LOSSES,
    OPTIMIZERS,
    SCHEDULES,
    SURFACES,
)
from app.engine.contracts import Optimizer
from app.engine.slider import Slider, sliders_of
from app.engine.table import MAX_CATEGORIES, MAX_COLUMNS, MAX_POINT
from app.spec import NetworkSpec, SurfaceSpec
from app.spec.limits import MAX_CSV_BYTES, MAX_CSV_ROWS

Schema = dict[str, Any]

REF = "#/components/schemas/"
NULL: Schema = {"type": "null"}
NONE: Schema = {"type": "object", "maxProperties": 0}  # of the parameters that there might be
# Pydantic's words where something is done to a value before its bound is checked.
BOUNDS = {"ge": "minimum", "le": "maximum"}
MENUS: Mapping[str, Mapping[str, Any]] = {
    "activation": ACTIVATIONS,
    "initializer": INITIALIZERS,
    "loss": LOSSES,
}


def ref(name: str) -> Schema:
    """Where a schema is found."""
    return {"$ref": REF + name}


def plain(models: Iterable[type[BaseModel]]) -> dict[str, Schema]:
    """The schemas of models and of all that they are made of, by name."""
    _, found = models_json_schema(
        [(model, "validation") for model in models], ref_template=REF + "{model}"
    )
    return {name: _tidied(schema) for name, schema in found["$defs"].items()}


def asked(models: Iterable[type[BaseModel]]) -> dict[str, Schema]:
    """The schemas of bodies that hold a race or data, with the names and bounds of the menus."""
    found = plain(models)
    for name in ("UnknownSpec", "ChoiceSpec"):
        found.pop(name)
    found["SurfaceSpec"] = _of_menu(found["SurfaceSpec"], SURFACES)
    found["ScheduleSpec"] = _of_menu(found["ScheduleSpec"], SCHEDULES, "constant")
    found["DatasetSpec"] = _dataset(found["DatasetSpec"])
    text = {"type": "string", "maxLength": MAX_CSV_BYTES}
    found["TableSpec"] = _with(found["TableSpec"], csv=text)
    found["NetworkSpec"] = _with(found["NetworkSpec"], **_choices(found["NetworkSpec"]))
    found["ChangeSpec"] = _change(found["ChangeSpec"])
    found["DataSpec"] = _with(
        found["DataSpec"],
        dataset={**_data(), "default": "moons"},
        features={"anyOf": [{**_texts(2, 2), "uniqueItems": True}, NULL], "default": None},
    )
    own, run = found.pop("Overrides"), found.pop("RunSpec")
    found["SurfaceOverrides"] = _overrides(own, SurfaceSpec)
    found["NetworkOverrides"] = _overrides(own, NetworkSpec)
    for kind in ("Surface", "Network"):
        found[f"{kind}RunSpec"] = {"oneOf": list(_runs(run, ref(f"{kind}Overrides")))}
        found[f"{kind}RaceSpec"] = _race(found["RaceSpec"], kind)
    found["RaceSpec"] = {"oneOf": [ref("SurfaceRaceSpec"), ref("NetworkRaceSpec")]}
    return found


def few(race: Schema, most: int) -> Schema:
    """A race of so many runs at most."""
    return _with(race, runs={**race["properties"]["runs"], "maxItems": most})


def inside(schema: Schema, race: Schema) -> Schema:
    """What is asked of a race, of a certain kind of race."""
    return _with(schema, race=race)


def numbers(sliders: Mapping[str, Slider]) -> Schema:
    """An object of some of these numbers."""
    if not sliders:
        return NONE
    return {
        "type": "object",
        "properties": {name: number(slider) for name, slider in sliders.items()},
        "additionalProperties": False,
    }


def number(slider: Slider) -> Schema:
    """A number in its bound."""
    kind = "integer" if slider.integer else "number"
    bound: Schema = {"type": kind, "minimum": slider.minimum, "maximum": slider.maximum}
    words = {"description": f"{slider.symbol}, {slider.label}"}
    if slider.zero and slider.minimum > 0:
        return {"anyOf": [bound, {"const": 0}], **words}
    return {**bound, **words}


def all_parameters(menu: Mapping[str, type[Any]]) -> dict[str, tuple[list[str], Schema]]:
    """Every parameter that entries of a menu have: which of them, and the numbers it may be."""
    owners: dict[str, dict[str, Slider]] = {}
    for name, entry in menu.items():
        for parameter, slider in sliders_of(entry):
            owners.setdefault(parameter, {})[name] = slider
    return {
        parameter: (list(sliders), _any_of(number(slider) for slider in sliders.values()))
        for parameter, sliders in owners.items()
    }


def _race(race: Schema, kind: str) -> Schema:
    """A race on surfaces or of networks; surfaces have no parameters to tell."""
    runs = {**race["properties"]["runs"], "items": ref(f"{kind}RunSpec")}
    told = race["properties"]["parameters"]
    if kind == "Surface":
        told = {**told, "const": False}
    return _with(race, problem=ref(f"{kind}Spec"), runs=runs, parameters=told)


def _runs(run: Schema, own: Schema) -> Iterator[Schema]:
    """A run by each rule; conventions that take the same numbers are told together."""
    for name, optimizer in OPTIMIZERS.items():
        for conventions, sliders in _forms(optimizer):
            usual = optimizer.conventions[0].name in conventions
            form: Schema = {"enum": conventions}
            needed = ["optimizer"] if usual else ["optimizer", "convention"]
            if usual:
                form = {"enum": [*conventions, None], "default": conventions[0]}
            yield {
                **_with(
                    run,
                    optimizer={"const": name},
                    convention=form,
                    hyperparameters={**numbers(sliders), "default": {}},
                    overrides={**own, "default": {}},
                ),
                "required": needed,
            }


def _forms(optimizer: type[Optimizer]) -> Iterator[tuple[list[str], dict[str, Slider]]]:
    groups: dict[tuple[Any, ...], list[str]] = {}
    sliders: dict[tuple[Any, ...], dict[str, Slider]] = {}
    for convention in optimizer.conventions:
        key = tuple(convention.sliders.items())
        groups.setdefault(key, []).append(convention.name)
        sliders[key] = dict(convention.sliders)
    for key, names in groups.items():
        yield names, sliders[key]


def _change(change: Schema) -> Schema:
    """A change takes what its run's rule takes by then: here, what any rule does."""
    bounds: dict[str, list[Schema]] = {}
    conventions: dict[str, None] = {}
    for optimizer in OPTIMIZERS.values():
        for convention in optimizer.conventions:
            conventions[convention.name] = None
            for name, slider in convention.sliders.items():
                bounds.setdefault(name, []).append(number(slider))
    return _with(
        change,
        hyperparameters={
            "type": "object",
            "properties": {name: _any_of(found) for name, found in bounds.items()},
            "additionalProperties": False,
            "default": {},
        },
        optimizer={"enum": [*OPTIMIZERS, None], "default": None},
        convention={"enum": [*conventions, None], "default": None},
    )


def _overrides(own: Schema, problem: type[BaseModel]) -> Schema:
    """Fields of one kind of problem; the others' may be null, which is as good as left out."""
    fields = dict(own["properties"])
    known = problem.model_fields.keys()
    for name in fields.keys() - known:
        fields[name] = NULL
    if "batch_size" not in known:
        del fields["batch_size"]  # null is a batch size, the full one
    if problem is SurfaceSpec:
        parameters = {name: bound for name, (_, bound) in all_parameters(SURFACES).items()}
        some = {"type": "object", "properties": parameters, "additionalProperties": False}
        fields["name"] = {"enum": [*SURFACES, None], "default": None}
        fields["parameters"] = {"anyOf": [some, NULL], "default": None}
    else:
        chosen = {name: _choice(name) for name in MENUS} | {"dataset": _data()}
        fields |= {
            name: {"anyOf": [*schema["anyOf"], NULL], "default": None}
            for name, schema in chosen.items()
        }
    return {**own, "properties": fields}


def _choices(network: Schema) -> dict[str, Schema]:
    """A network's fields that are chosen from menus."""
    usual = {name: field.get("default") for name, field in network["properties"].items()}
    found = {
        name: {**_choice(name), "default": usual[name]["name"]}
        for name in ("activation", "initializer")
    }
    loss = {"anyOf": [*_choice("loss")["anyOf"], NULL], "default": None}
    return {**found, "loss": loss, "dataset": {**_data(), "default": usual["dataset"]["name"]}}


def _choice(field: str) -> Schema:
    """An entry of a menu, as its name alone or with parameters."""
    base: Schema = {"type": "object", "required": ["name"], "properties": {}}
    whole = _of_menu({**base, "additionalProperties": False}, MENUS[field])
    return {"anyOf": [{"enum": list(MENUS[field])}, whole]}


def _data() -> Schema:
    return {"anyOf": [{"enum": list(DATASETS)}, ref("DatasetSpec")]}


def _dataset(dataset: Schema) -> Schema:
    """Data of the menu, a text of one's own, or points of one's own."""
    absent: dict[str, Schema] = dict.fromkeys(("csv", "target", "inputs", "points"), NULL)
    menu = _of_menu(_with(dataset, **absent), DATASETS)
    own: dict[str, Schema] = {"name": {"const": "own"}, "parameters": NONE}
    text: dict[str, Schema] = {
        "csv": {"type": "string", "maxLength": MAX_CSV_BYTES},
        "target": {"anyOf": [{"type": "string"}, NULL], "default": None},
        "inputs": {"anyOf": [_texts(1, MAX_COLUMNS), NULL], "default": None},
    }
    place: Schema = {"type": "number", "minimum": -MAX_POINT, "maximum": MAX_POINT}
    kind: Schema = {"type": "integer", "minimum": 0, "maximum": MAX_CATEGORIES - 1}
    point = {
        "type": "array", "prefixItems": [place, place, kind], "minItems": 3, "maxItems": 3,
    }  # fmt: skip
    points = {"type": "array", "items": point, "minItems": 2, "maxItems": MAX_CSV_ROWS}
    owned = [
        {**_with(dataset, **{**absent, **own, **text}), "required": ["name", "csv"]},
        {**_with(dataset, **{**absent, **own, "points": points}), "required": ["name", "points"]},
    ]
    variants = menu.get("oneOf", [menu])
    return {"description": dataset["description"], "oneOf": [*variants, *owned]}


def _of_menu(base: Schema, menu: Mapping[str, type[Any]], usual: str | None = None) -> Schema:
    """An object whose parameters are those of its entry; `usual` needs no name."""
    groups: dict[str, list[str]] = {}
    found: dict[str, Schema] = {}
    for name, entry in menu.items():
        parameters = numbers(dict(sliders_of(entry)))
        key = json.dumps(parameters)
        groups.setdefault(key, []).append(name)
        found[key] = parameters
    needed = [name for name in base.get("required", []) if name != "name"]
    variants = []
    for key, names in groups.items():
        chosen: Schema = {"enum": names}
        required = needed if usual in names else [*needed, "name"]
        if usual in names:
            chosen["default"] = usual
        parameters = {**found[key], "default": {}}
        variants.append({**_with(base, name=chosen, parameters=parameters), "required": required})
    return variants[0] if len(variants) == 1 else {"oneOf": variants}


def _with(schema: Schema, **fields: Schema) -> Schema:
    """An object with these fields instead of what they were."""
    return {**schema, "properties": {**schema["properties"], **fields}}


def _texts(least: int, most: int | None = None) -> Schema:
    found: Schema = {"type": "array", "items": {"type": "string"}, "minItems": least}
    return found if most is None else {**found, "maxItems": most}


def _any_of(schemas: Iterable[Schema]) -> Schema:
    different = {json.dumps(schema): schema for schema in schemas}
    found = list(different.values())
    return found[0] if len(found) == 1 else {"anyOf": found}


def _tidied(schema: Any) -> Any:
    """Without titles, which repeat names, and with bounds under the names of JSON Schema."""
    if isinstance(schema, list):
        return [_tidied(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    tidied = {}
    for name, part in schema.items():
        if name == "properties":
            tidied[name] = {field: _tidied(inner) for field, inner in part.items()}
        elif name != "title" and name != "default":
            tidied[BOUNDS.get(name, name)] = _tidied(part)
        elif name == "default":
            tidied[name] = part
    return tidied
