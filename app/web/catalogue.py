"""Every menu as data: what the page, scripts and tests are built from."""

from dataclasses import asdict
from functools import cache
from typing import Any

from fastapi import APIRouter, Request, Response
from latex2mathml.converter import convert
from pydantic_core import to_json

from app.engine.catalogue import (
    ACTIVATIONS,
    DATASETS,
    INITIALIZERS,
    LOSSES,
    OPTIMIZERS,
    SCHEDULES,
    SURFACES,
)
from app.engine.contracts import (
    Activation,
    Convention,
    Dataset,
    Entry,
    Loss,
    Optimizer,
    Surface,
)
from app.engine.rates import network_rates_of, rates_of
from app.engine.samples import MAX_TEST_FRACTION
from app.engine.slider import Slider, sliders_of
from app.engine.table import MAX_CATEGORIES, MAX_COLUMNS, MAX_POINT, MIN_ROWS
from app.engine.words import printed
from app.spec import (
    MAX_BATCH,
    MAX_CHANGES,
    MAX_DROPOUT,
    MAX_HIDDEN,
    MAX_NOISE,
    MAX_PENALTY,
    MAX_RESOLUTION,
    MAX_RUNS,
    MAX_SCALE,
    MAX_SEED,
    MAX_START,
    MAX_STEPS,
    MAX_UNITS,
    MIN_RESOLUTION,
)
from app.spec.limits import MAX_CSV_BYTES, MAX_CSV_ROWS
from app.web.coding import Content, answer, in_all_forms

router = APIRouter()

KEEP = "no-cache"  # asked for again each time, sent again only when it has changed


@router.get("/api/catalog")
def catalog(request: Request) -> Response:
    """Everything on the menus, and the limits."""
    return answer(request, _encoded(), KEEP)


@cache
def _encoded() -> Content:
    return in_all_forms("application/json", to_json(everything()))


@cache
def everything() -> dict[str, Any]:
    """The catalog, made once."""
    return {
        "optimizers": [_optimizer(entry) for entry in OPTIMIZERS.values()],
        "surfaces": [_surface(entry) for entry in SURFACES.values()],
        "schedules": [_with_parameters(entry) for entry in SCHEDULES.values()],
        "datasets": [_dataset(entry) for entry in DATASETS.values()],
        "activations": [_activation(entry) for entry in ACTIVATIONS.values()],
        "initializers": [_with_parameters(entry) for entry in INITIALIZERS.values()],
        "losses": [_loss(entry) for entry in LOSSES.values()],
        "limits": {
            "steps": MAX_STEPS,
            "runs": MAX_RUNS,
            "changes": MAX_CHANGES,
            "seed": MAX_SEED,
            "noise": MAX_NOISE,
            "start": MAX_START,
            "resolution": [MIN_RESOLUTION, MAX_RESOLUTION],
            "hidden_layers": MAX_HIDDEN,
            "units": MAX_UNITS,
            "batch_size": MAX_BATCH,
            "penalty": MAX_PENALTY,
            "dropout": MAX_DROPOUT,
            "scale": MAX_SCALE,
            "test_fraction": MAX_TEST_FRACTION,
            "csv_bytes": MAX_CSV_BYTES,
            "csv_columns": MAX_COLUMNS,
            "csv_rows": [MIN_ROWS, MAX_CSV_ROWS],
            "points": MAX_CSV_ROWS,
            "point": MAX_POINT,
            "classes": MAX_CATEGORIES,
        },
    }


def _entry(entry: type[Entry]) -> dict[str, Any]:
    return {
        "name": entry.name,
        "label": entry.label,
        "summary": printed(entry.summary()),
        "notice": printed(entry.notice()),
        "formula": entry.formula,
        "source": entry.source,
    }


def _optimizer(entry: type[Optimizer]) -> dict[str, Any]:
    sliders: dict[str, dict[str, Any]] = {}
    for convention in entry.conventions:
        for name, slider in convention.sliders.items():
            sliders.setdefault(name, _number(name, slider, convention.defaults[name]))
    return {
        **_entry(entry),
        "good_at": [asdict(point) for point in entry.good_at],
        "weak_at": [asdict(point) for point in entry.weak_at],
        "formula": entry.conventions[0].formula(),
        "hyperparameters": list(sliders.values()),
        "conventions": [_convention(convention) for convention in entry.conventions],
    }


def _convention(convention: Convention) -> dict[str, Any]:
    return {
        "name": convention.name,
        "label": convention.label,
        "formula": convention.formula(),
        "mathml": [convert(line, display="block") for line in convention.lines()],
        "rule": convention.rule.__name__,
        "defaults": dict(convention.defaults),
        "decay": convention.decay,
        "note": convention.note,
    }


def _surface(entry: type[Surface]) -> dict[str, Any]:
    surface = entry()
    rates = rates_of(entry.name)
    return {
        **_entry(entry),
        "mathml": [convert(entry.formula, display="block")],
        "parameters": _parameters(entry),
        "domain": [list(side) for side in entry.domain],
        "start": list(entry.start),
        "minima": [list(minimum) for minimum in surface.minima_here()],
        "rates": {
            name: rates[name][optimizer.conventions[0].name]
            for name, optimizer in OPTIMIZERS.items()
            if optimizer.conventions[0].name in rates.get(name, {})
        },
        "rates_by_convention": rates,
    }


def _with_parameters(entry: type[Entry]) -> dict[str, Any]:
    return {
        **_entry(entry),
        "mathml": [convert(entry.formula, display="block")],
        "parameters": _parameters(entry),
    }


def _dataset(entry: type[Dataset]) -> dict[str, Any]:
    dataset = entry()
    return {
        **_with_parameters(entry),
        "task": dataset.task,
        "features": list(dataset.features),
        "classes": list(dataset.classes),
        "rates": network_rates_of(entry.name),
    }


def _activation(entry: type[Activation]) -> dict[str, Any]:
    return {**_with_parameters(entry), "saturates": entry.saturates, "dies": entry.dies}


def _loss(entry: type[Loss]) -> dict[str, Any]:
    return {
        **_with_parameters(entry),
        "needs_classes": entry.needs_classes,
        "threshold": entry.threshold,
        "answers": entry.answers,
    }


def _parameters(entry: type[Any]) -> list[dict[str, Any]]:
    defaults = entry()
    return [_number(name, slider, getattr(defaults, name)) for name, slider in sliders_of(entry)]


def _number(name: str, slider: Slider, default: float) -> dict[str, Any]:
    number: dict[str, Any] = {
        "name": name,
        "label": slider.label,
        "symbol": slider.symbol,
        "default": default,
        "minimum": slider.minimum,
        "maximum": slider.maximum,
        "scale": slider.scale,
        "integer": slider.integer,
        "track": list(slider.track or (slider.minimum, slider.maximum)),
        "ticks": list(slider.ticks),
        "help": slider.help,
    }
    return {**number, "zero": True} if slider.zero else number
