"""How the training of a network ended: its status, the step, and the reason in a sentence."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from app.engine.contracts import Floats
from app.engine.course import Record
from app.engine.in_force import label_of
from app.engine.network.diagnosis import Trouble, gradient_flow, health, trouble
from app.engine.outcome import TOLERANCE, Outcome, changes_of
from app.engine.race import Change
from app.engine.training import Trainee, Training
from app.engine.words import at_step, number

STILL = 1e-3  # of the length of the last parameters: less in the last tenth is `stalled`
STARVED = 1e-3  # of the last layer's gradient norm: a first layer with less learns next to nothing
MANY = 0.5  # of a layer's units: fewer that are dead or saturated are not worth a word


def verdicts(training: Training, records: Sequence[Record]) -> list[Outcome]:
    """The outcome of every run of a training that is over."""
    return [
        verdict(run, record, training.steps, changes_of(training.changes, lane))
        for lane, (run, record) in enumerate(zip(training.runs, records, strict=True))
    ]


def verdict(
    run: Trainee, record: Record, asked: int, changes: Sequence[Change] = ()
) -> Outcome:
    """Judge one run by its finite steps, of `asked` + 1, and say what its layers suffer from."""
    label = label_of(run, changes, len(record.value) - 1)
    found = _judged(run, label, record, asked)
    diverged = found.status == "diverged"
    words = [found.reason, *_flow(run, diverged), *_idle(run, record)]
    return replace(found, reason=" ".join(words))


@np.errstate(all="ignore")
def _judged(run: Trainee, label: str, record: Record, asked: int) -> Outcome:
    """The outcome without a word on layers.

    A network has no domain to measure a standstill by. It has stalled when all moves of its last
    tenth together are shorter than a thousandth of its parameters' length, the root of the sum of
    their squares at the end.
    """
    norms = record.gradient_norm
    steps = len(norms) - 1
    if steps < asked:
        return Outcome("diverged", None, max(steps, 0), _diverged(run, label, record))
    if norms[-1] < TOLERANCE:
        above = np.flatnonzero(norms >= TOLERANCE)
        since = int(above[-1]) + 1 if len(above) else 0
        when = "from the start" if since == 0 else f"from step {since} on"
        words = "" if run.network.batch_size is None else " on every mini-batch"
        reason = f"{label} came to rest: its gradient norm is below {number(TOLERANCE)}{words} "
        return Outcome("converged", since, steps, f"{reason}{when}.")
    # The last tenth of fewer than ten steps is less than one step: too little to judge by.
    tenth = steps // 10
    since = _still_since(record)
    if tenth and since <= steps - tenth:
        reason = (
            f"{label} has hardly moved since {at_step(since)}: less than a thousandth of the "
            f"length of its parameters in all. Its gradient norm is still {number(norms[-1])}."
        )
        return Outcome("stalled", since, steps, reason)
    losses = record.scores.train_loss
    falling = ", still falling" if len(losses) > 1 and _falls(losses, tenth) else ""
    reason = (
        f"{label} took all {steps} steps. Its loss on the train part is "
        f"{number(losses[-1][1])}{falling}; its gradient norm is {number(norms[-1])}."
        if losses
        else f"{label} took all {steps} steps."
    )
    return Outcome("finished", None, steps, reason)


def _falls(losses: Sequence[tuple[int, float]], tenth: int) -> bool:
    """Whether the loss is lower than at the last score a tenth of the steps before the end."""
    end, last = losses[-1]
    before = [value for step, value in losses if step <= end - max(1, tenth)]
    return bool(before) and last < before[-1]


def _still_since(record: Record) -> int:
    """The first step from which all moves together are shorter than STILL of the parameters."""
    to_go = np.append(np.cumsum(record.moved[:-1][::-1])[::-1], 0.0)
    still: Floats = to_go < STILL * np.sqrt(np.square(record.final).sum())
    return int(np.argmax(still)) if still.any() else len(to_go)


def _diverged(run: Trainee, label: str, record: Record) -> str:
    step = len(record.value)
    found = None if record.lost is None else trouble(run.network, record.lost, step)
    opening = f"{label} diverged at step {step}" if step else f"{label} cannot start"
    if found is None:
        return f"{opening}: the length of its whole gradient left the finite numbers."
    return f"{opening}: {_where(run, found)} left the finite numbers first."


def _where(run: Trainee, found: Trouble) -> str:
    """Layers are counted from 1 here, as a person counts them."""
    if found.what == "loss":
        return "the loss"
    layers = len(run.network.shape.places)
    layer = f"layer {found.layer + 1} of {layers}"
    last = " (the outputs)" if found.layer + 1 == layers else ""
    words = {
        "parameters": "the parameters",
        "sums": "the activations",
        "gradient": "the gradient",
    }
    return f"{words[found.what]} of {layer}{last}"


@np.errstate(all="ignore")
def _flow(run: Trainee, diverged: bool) -> list[str]:
    """The ratio of gradient norms between layers, where it explains something."""
    flow = gradient_flow(run.network, run.start, 0)
    ratio = float(flow[0] / flow[-1])
    if len(flow) == 1 or not np.isfinite(ratio):
        return []
    times = f"{number(ratio)} times that of layer {len(flow)}" if ratio else "0"
    told = f"the gradient norm of layer 1 was {times}"
    if ratio < STARVED:
        return [f"Gradients vanish on the way back: at the start {told}."]
    if ratio > 1 / STARVED:
        return [f"Gradients explode on the way back: at the start {told}."]
    return [f"At the start {told}."] if diverged else []


def _idle(run: Trainee, record: Record) -> Iterator[str]:
    """The layers of which half the units or more no longer learn."""
    if not len(record.value):
        return
    found = health(run.network, record.final)
    for counts, what in (
        (found.dead, "dead (flat for every example, so no gradient reaches them)"),
        (found.saturated, "saturated (nearly flat, so hardly any gradient passes)"),
    ):
        layers = [
            f"{int(count)} of {units} in layer {place}"
            for place, (count, units) in enumerate(
                zip(counts, run.network.hidden, strict=True), start=1
            )
            if count >= MANY * units
        ]
        if layers:
            yield f"Units that are {what}: {', '.join(layers)}."
