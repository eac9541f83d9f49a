"""A training of networks as the stream needs it."""

from collections.abc import Iterator, Sequence
from typing import Any

from app.compute.history import History
from app.compute.network_wire import NetworkPacker, lengths
from app.compute.pace import heed as steps_at_a_time
from app.compute.pace import longest
from app.compute.process import Heed
from app.compute.results import named
from app.engine.in_force import parting
from app.engine.outcome import Outcome, changes_of
from app.engine.training import Progress, Training, every_for, layers_of
from app.engine.verdict import verdicts
from app.spec import RaceSpec


class Learning:
    """A training with its numbers so far, and how far it goes at a time.

    What is `past` was computed by a race before this one, of which it is a branch.
    """

    def __init__(self, spec: RaceSpec, race: Training, past: History | None = None) -> None:
        self.race = race
        self._spec = spec
        self._history = past or History()
        self._packer = NetworkPacker(0)
        self._heed = steps_at_a_time(race)

    def gone_on(self, spec: RaceSpec, race: Training, heed: Heed) -> "Learning | None":
        """The race asked for, begun where it parts from this one, if it can be."""
        sources = self._sources(spec, race)
        if sources is None:
            return None
        same = sources == list(range(len(self.race.runs)))
        past = self.race if same else self.race.recast(sources)
        branch = past.branched(race.steps, race.changes, race.every, heed)
        history = self._history if same else self._history.recast(sources, layers_of(branch))
        return Learning(spec, branch, history.before(branch.step))

    def _sources(self, spec: RaceSpec, race: Training) -> list[int] | None:
        """Which run of this race goes longest along with each of another; None where none does."""
        if _ground(spec) != _ground(self._spec):
            return None
        mine = [run.model_dump() for run in self._spec.runs]
        found = []
        for number, run in enumerate(spec.runs):
            equal = [place for place, own in enumerate(mine) if own == run.model_dump()]
            if not equal:
                return None
            own = changes_of(race.changes, number)
            parted = {at: parting(changes_of(self.race.changes, at), own) for at in equal}
            found.append(max(equal, key=lambda at: parted[at]))
        return found

    def introduced(self) -> dict[str, Any]:
        """Who is trained, how large the networks are, and how often they are scored."""
        runs = [
            {
                **named(run),
                "sizes": list(run.network.shape.sizes),
                "batch": run.network.batches.largest,
                "examples": len(run.network.samples.train_inputs),
            }
            for run in self.race.runs
        ]
        return {"kind": "network", "every": self.race.every, "runs": runs}

    def lengths(self) -> Iterator[int]:
        """How many steps each block has."""
        return lengths(self.race.steps + 1, longest(self.race))

    def block(self, first: int, count: int, heed: Heed) -> bytes:
        """The block of so many steps; what is missing is computed."""
        end = first + count
        while self.race.step < end:
            heed()
            # Kept at once: others may go on from here before this block is whole.
            self._history.add([self.race.advance(min(self._heed, end - self.race.step))])
        return self._packer.pack(self._scored(self._history.between(first, end)))

    @property
    def judged(self) -> bool:
        """Whether it is known without more computing how the runs ended, once all are here."""
        return True

    def ends(self, heed: Heed) -> Sequence[Outcome]:
        """How every run ended."""
        heed()
        return verdicts(self.race, self.race.records())

    def _scored(self, part: Progress) -> Progress:
        """With the scores that this race asks for: one that it goes on from had others."""
        every, last = self.race.every or 1, self.race.steps
        scored = self.race.evaluations(part.first, part.first + len(part.value))
        wanted = [each for each in scored if each[0] % every == 0 or each[0] == last]
        return part._replace(evaluations=wanted)


def begun(spec: RaceSpec, training: Training, before: object, heed: Heed) -> Learning:
    """A race at its start, or gone on with from the one before it."""
    runs, steps, seed, changes = training.runs, training.steps, training.seed, training.changes
    race = Training(runs, steps, seed, changes, every_for(steps), keep=True)
    branch = before.gone_on(spec, race, heed) if isinstance(before, Learning) else None
    return branch or Learning(spec, race)


def _ground(spec: RaceSpec) -> dict[str, Any]:
    """What all runs of a race have in common, but how far they go."""
    return spec.model_dump(include={"problem", "seed"})
