"""What one run does, from change to change: who moves, with which numbers, from which step on."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from app.engine.contracts import Convention, Optimizer
from app.engine.race import Change, Race
from app.engine.training import Training


@dataclass
class Leg:
    """A part of a run in which one rule moves. `changes` are (step, what is new from there on)."""

    first: int
    optimizer: type[Optimizer]
    convention: Convention
    numbers: dict[str, float]
    changes: list[tuple[int, dict[str, float]]] = field(default_factory=list)

    @property
    def title(self) -> str:
        """The rule and its form."""
        return f"{self.optimizer.label} ({self.convention.label})"

    def ever(self, name: str) -> set[float]:
        """Every value that a hyperparameter has on this leg; 0 if the form does not take it."""
        values = {self.numbers.get(name, 0.0)}
        return values | {new[name] for _, new in self.changes if name in new}

    def changed(self) -> set[str]:
        """The hyperparameters that do not stay as they were."""
        return {name for _, new in self.changes for name in new}


def legs_of(race: Race | Training, run: int) -> list[Leg]:
    """The legs of one run of a race."""
    entrant = race.runs[run]
    legs = [Leg(0, entrant.optimizer, entrant.convention, dict(entrant.hyperparameters))]
    for change in _of(race.changes, run, race.steps):
        leg = legs[-1]
        if change.optimizer is not None and change.convention is not None:
            numbers = {**change.convention.defaults, **change.hyperparameters}
            if change.step == leg.first:
                legs.pop()
            legs.append(Leg(change.step, change.optimizer, change.convention, numbers))
        elif not change.hyperparameters:
            continue
        elif change.step == leg.first:
            leg.numbers.update(change.hyperparameters)
        else:
            _add(leg, change.step, change.hyperparameters)
    return legs


def _add(leg: Leg, step: int, new: Mapping[str, float]) -> None:
    """Two changes at one step are one: the later says what holds."""
    if leg.changes and leg.changes[-1][0] == step:
        leg.changes[-1][1].update(new)
    else:
        leg.changes.append((step, dict(new)))


def _of(changes: Sequence[Change], run: int, steps: int) -> Iterator[Change]:
    """The changes of a run that a move still follows, as the race applies them."""
    own = [change for change in changes if change.run == run and change.step < steps]
    yield from sorted(own, key=lambda change: change.step)
