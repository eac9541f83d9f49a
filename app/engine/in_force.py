"""Which rule a run follows at a step, in which form and with which numbers."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import NamedTuple

from app.engine.contracts import Convention, Optimizer
from app.engine.race import Change, Follower

MOST_NAMED = 3  # rules of one run that are all told by name


class InForce(NamedTuple):
    """What moves a run away from a step. It has followed this rule from step `since` on."""

    optimizer: type[Optimizer]
    convention: Convention
    hyperparameters: Mapping[str, float]
    since: int


def in_force(run: Follower, changes: Sequence[Change], step: int) -> InForce:
    """The rule that a run follows at a step; `changes` are its own, in any order."""
    *_, last = _rules(run, changes, step)
    return last


def label_of(run: Follower, changes: Sequence[Change], step: int) -> str:
    """The names of all rules that a run has followed up to a step: "Adam, then Momentum"."""
    rules: list[InForce] = []
    for rule in _rules(run, changes, step):
        if rules and (rules[-1].since == rule.since or rules[-1][:2] == rule[:2]):
            rules.pop()
        rules.append(rule)
    labels = [rule.optimizer.label for rule in rules]
    if len(set(labels)) < len(labels):
        labels = [f"{rule.optimizer.label} ({rule.convention.label})" for rule in rules]
    if len(labels) > MOST_NAMED:
        labels[1:-1] = [f"{len(labels) - 2} others"]
    return ", then ".join(labels)


def parting(one: Sequence[Change], other: Sequence[Change]) -> float:
    """The step at which the changes of two runs part, infinity for the same ones."""
    ours, theirs = (
        [replace(change, run=0) for change in sorted(changes, key=lambda change: change.step)]
        for changes in (one, other)
    )
    for mine, yours in zip_longest(ours, theirs):
        if mine != yours:
            return min(change.step for change in (mine, yours) if change is not None)
    return math.inf


def _rules(run: Follower, changes: Sequence[Change], step: int) -> Iterator[InForce]:
    """The rule at the start, then after each change up to a step."""
    now = InForce(run.optimizer, run.convention, run.hyperparameters, 0)
    yield now
    for change in sorted(changes, key=lambda change: change.step):
        if change.step > step:
            return
        if change.optimizer is None or change.convention is None:
            numbers = {**now.hyperparameters, **change.hyperparameters}
            now = now._replace(hyperparameters=numbers)
        else:
            numbers = {**change.convention.defaults, **change.hyperparameters}
            now = InForce(change.optimizer, change.convention, numbers, change.step)
        yield now
