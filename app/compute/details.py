"""What is told of networks at one step, beside their weights."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from app.engine.network.details import Details, LayerDetails, details
from app.engine.network.problem import Network
from app.engine.training import Standing

TOGETHER = 16 * 1024 * 1024  # bytes of what units put out that are held at a time, about


def told_details(
    networks: Sequence[Network], seen: Sequence[Standing], heed: Callable[[], None]
) -> dict[str, Any]:
    """The details of each run; `heed` is called now and then, and may end it by raising.

    Runs with one network at one step are computed together, as many as memory allows.
    """
    together: dict[tuple[Network, int], list[int]] = {}
    for number, (network, standing) in enumerate(zip(networks, seen, strict=True)):
        together.setdefault((network, standing.step), []).append(number)
    told: dict[int, Any] = {}
    for (network, step), numbers in together.items():
        for some in _few(network, numbers):
            heed()
            found = details(network, np.stack([seen[number].x for number in some]), step)
            told |= {number: _run(found, lane) for lane, number in enumerate(some)}
    return {"runs": [told[number] for number in range(len(seen))]}


def _few(network: Network, numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    """The numbers, as many at a time as may be computed together."""
    units, rows = sum(network.shape.sizes[1:]), len(network.samples.train_inputs)
    count = max(1, TOGETHER // (units * rows * np.dtype(float).itemsize))
    for first in range(0, len(numbers), count):
        yield numbers[first : first + count]


def _run(found: Details, lane: int) -> dict[str, Any]:
    train, test = found.train, found.test
    return {
        "train_loss": _at(train.loss, lane),
        "test_loss": _at(test and test.loss, lane),
        "train_accuracy": _at(train.accuracy, lane),
        "test_accuracy": _at(test and test.accuracy, lane),
        "train_r2": _at(train.r2, lane),
        "test_r2": _at(test and test.r2, lane),
        "confusion": None
        if found.train_confusion is None
        else {
            "train": _at(found.train_confusion, lane),
            "test": _at(found.test_confusion, lane),
        },
        "layers": [_layer(layer, lane) for layer in found.layers],
        "ratio": _at(found.ratio, lane),
    }


def _layer(layer: LayerDetails, lane: int) -> Mapping[str, Any]:
    return {
        "low": _at(layer.low, lane),
        "high": _at(layer.high, lane),
        "counts": _at(layer.counts, lane),
        "mean": _at(layer.mean, lane),
        "deviation": _at(layer.deviation, lane),
        "dead": int(layer.dead[lane]),
        "saturated": int(layer.saturated[lane]),
        "units": layer.units,
        "gradient_norm": _at(layer.gradient_norm, lane),
    }


def _at(numbers: Any, lane: int) -> Any:
    """One lane's, as JSON has it; what is not finite is written as null."""
    return None if numbers is None else numbers[lane].tolist()
