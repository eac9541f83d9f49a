"""Data as they are drawn and read, before they are learned."""

from itertools import islice
from typing import Any

import numpy as np
from pydantic_core import to_json

from app.compute.coded import Coded, Coding, coded
from app.compute.process import Heed
from app.engine.contracts import Floats
from app.engine.network.examples import outputs_for
from app.engine.network.input_plane import InputPlane, input_plane, reach
from app.engine.samples import Samples, Scale
from app.engine.table import Column, Sheet
from app.spec import DataSpec, data_from, table_from_csv

QUICK = 4  # of brotli's qualities: every answer is compressed when it is asked for
DECIMALS = 6  # of standardized units: no picture shows more
PREVIEW = 5  # rows
EXAMPLES = 3  # different cells of a column
SHOWN = 40  # characters of a cell
COMPONENTS = ("first component", "second component")


def data(heed: Heed, body: bytes, coding: Coding) -> Coded:
    """The points of a data set, and where they lie in input space. Raises Refused."""
    return coded(_encoded(data_from(body)), coding, QUICK)


def table(heed: Heed, body: bytes) -> bytes:
    """What a CSV text is read as. Raises Refused."""
    return to_json(_read(table_from_csv(body).sheet()))


def _read(sheet: Sheet) -> dict[str, Any]:
    rows = islice(zip(*(column.cells for column in sheet.columns), strict=True), PREVIEW)
    return {
        "header": sheet.header,
        "delimiter": sheet.delimiter,
        "rows": len(sheet.rows),
        "columns": [_column(column) for column in sheet.columns],
        "target": sheet.target,
        "preview": [[_short(cell) for cell in row] for row in rows],
    }


def _column(column: Column) -> dict[str, Any]:
    different = dict.fromkeys(cell for cell in column.cells if cell)
    return {
        "name": column.name,
        "kind": column.kind,
        "why": column.reason,
        "examples": [_short(cell) for cell in islice(different, EXAMPLES)],
    }


def _short(cell: str) -> str:
    return cell if len(cell) <= SHOWN else f"{cell[: SHOWN - 1]}…"


def _encoded(spec: DataSpec) -> bytes:
    source = spec.source()
    samples = spec.samples()
    plane = input_plane(samples, spec.pair(samples.table))
    table = samples.table
    train, test = plane.place(samples.train_inputs), plane.place(samples.test_inputs)
    everything = {
        "name": source.name,
        "label": source.label[:1].upper() + source.label[1:],
        "task": table.task,
        "features": table.features,
        "classes": table.classes,
        "target": table.target,
        "blank": samples.blank,
        "outputs": outputs_for(samples),
        "target_scale": _scale(samples.target_scale)[0],
        "rows": {"train": len(train), "test": len(test)},
        "plane": {**_plane(plane, samples), "range": _range(train, test, samples)},
        "train": _part(train, samples.train_targets),
        "test": _part(test, samples.test_targets),
    }
    return to_json(everything)


def _plane(plane: InputPlane, samples: Samples) -> dict[str, Any]:
    """What a plane is: a page computes inputs = origin + u axes[0] + v axes[1] with it."""
    shown = plane.shown
    return {
        "kind": plane.kind,
        "names": [samples.table.features[place] for place in shown] or COMPONENTS,
        "explained": plane.explained,
        "origin": plane.origin.tolist(),
        "axes": plane.axes.tolist(),
        "units": _scale(samples.input_scale, shown) if shown else None,
    }


def _scale(scale: Scale, chosen: tuple[int, ...] = (0,)) -> list[dict[str, float]]:
    mean, deviation = np.atleast_1d(scale.mean), np.atleast_1d(scale.deviation)
    return [
        {"mean": float(mean[place]), "deviation": float(deviation[place])} for place in chosen
    ]


def _range(train: Floats, test: Floats, samples: Samples) -> list[tuple[float, float]]:
    """What is shown along both axes; upwards from a line, the targets."""
    columns = list(np.concatenate([train, test]).T)
    if len(columns) == 1:
        columns.append(np.concatenate([samples.train_targets, samples.test_targets]))
    return [reach(column) for column in columns]


def _part(points: Floats, targets: Floats) -> dict[str, list[float]]:
    places = points.round(DECIMALS)
    return {
        "u": places[:, 0].tolist(),
        "v": places[:, 1].tolist() if places.shape[1] > 1 else [],
        "target": targets.round(DECIMALS).tolist(),
    }
