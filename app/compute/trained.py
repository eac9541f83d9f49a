"""A race of networks as JSON: what is left of it are numbers a step, scores, and parameters."""

from collections.abc import Iterator, Sequence
from typing import Any

from pydantic_core import to_json

from app.compute.pace import heed as steps_at_a_time
from app.compute.process import Heed
from app.compute.results import ended, named
from app.engine.course import Record
from app.engine.network.examples import Part
from app.engine.network.problem import Network
from app.engine.network.scores import confusion
from app.engine.outcome import Outcome
from app.engine.training import Trainee, Training
from app.engine.verdict import verdicts
from app.spec import RaceSpec

OF_DATA = {"dataset", "test_fraction", "batch_size"}  # overrides that change rows or batches


def trained(spec: RaceSpec, training: Training, heed: Heed) -> Iterator[bytes]:
    """Train to the end; what is given is the answer, still to be written."""
    steps = steps_at_a_time(training)
    while not training.over:
        heed()
        training.advance(steps)
    records = training.records()
    return _written(spec, training, records, verdicts(training, records))


def _written(
    spec: RaceSpec, training: Training, records: Sequence[Record], ends: Sequence[Outcome]
) -> Iterator[bytes]:
    shared = training.runs[_plainest(spec)].network
    opening = b'{"runs":['
    for run, record, end in zip(training.runs, records, ends, strict=True):
        answer = {**named(run), **ended(end), **_numbers(record), **_confused(run, record)}
        if spec.parameters:
            answer["initial_parameters"] = run.start.tolist()
            answer["final_parameters"] = record.final.tolist()
        yield opening + to_json(answer)[:-1]
        if spec.parameters and _apart(run, shared):
            yield from _data(run.network, training.steps)
        yield b"}"
        opening = b","
    yield b"]"
    if spec.parameters:
        yield from _data(shared, training.steps)
    yield b"}"


def _plainest(spec: RaceSpec) -> int:
    """The first run with the data and batches of the problem itself, else the first of all."""
    own = [bool(run.overrides.given().keys() & OF_DATA) for run in spec.runs]
    return own.index(False) if False in own else 0


def _apart(run: Trainee, shared: Network) -> bool:
    """Whether a run sees other rows than those that are told once for the race."""
    network = run.network
    return network.samples is not shared.samples or network.batches != shared.batches


def _numbers(record: Record) -> dict[str, Any]:
    scores = record.scores
    return {
        "loss": record.value.tolist(),
        "gradient_norm": record.gradient_norm.tolist(),
        "learning_rate": record.rate.tolist(),
        "train_loss": scores.train_loss,
        "test_loss": scores.test_loss,
        "train_accuracy": scores.train_accuracy,
        "test_accuracy": scores.test_accuracy,
        "train_r2": scores.train_r2,
        "test_r2": scores.test_r2,
    }


def _confused(run: Trainee, record: Record) -> dict[str, Any]:
    """Which classes were taken for which at the last finite step, if there are classes."""
    samples = run.network.samples
    if not samples.table.classes:
        return {"confusion": None}
    parts: tuple[Part, ...] = ("train", "test") if len(samples.test_inputs) else ("train",)
    counts = {part: confusion(run.network, record.final, part).tolist() for part in parts}
    return {"confusion": {"test": None, **counts}}


def _data(network: Network, steps: int) -> Iterator[bytes]:
    """What a network is trained on, and the rows whose loss is recorded at each step."""
    samples = network.samples
    yield b',"train_inputs":' + to_json(samples.train_inputs.tolist())
    yield b',"train_targets":' + to_json(samples.train_targets.tolist())
    opening = b',"batches":['
    for step in range(steps + 1):
        yield opening + to_json(network.batches.rows(step).tolist())
        opening = b","
    yield b"]"
