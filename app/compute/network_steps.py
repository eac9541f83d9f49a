"""Steps of networks in training opened, and the memory behind one of their parameters."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from app.compute.openings import told_curves, told_opened
from app.compute.process import Heed
from app.engine.contracts import Floats
from app.engine.curves import curves_of
from app.engine.descend import Opening
from app.engine.in_force import in_force
from app.engine.opened import arrows_of, cut, opened_at
from app.engine.training import Training
from app.sentences import Place
from app.spec import Refused
from app.spec.orders import Memory, Open

MOST = 101  # steps that the curves of a network have: each costs a gradient of all its race


class Opener:
    """Opens steps of one training. Its runs' first steps are remembered."""

    def __init__(self, training: Training) -> None:
        self._training = training
        self._first: dict[int, Opening] = {}

    def opened(self, order: Open, axes: Mapping[int, Floats], heed: Heed) -> dict[str, Any]:
        """The move of some runs at a step, for one parameter. Raises Refused.

        `axes` (2, D) span the plane of weights that was drawn last, for the runs that lie in it.
        """
        for place, run in enumerate(order.runs):
            self._check(run, ("runs", place), order.race, "step")
        openings = [self._opening(order.step, run, heed) for run in order.runs]
        parameter = order.parameter
        if parameter is None:
            parameter = _moves_most(openings[0])
        runs = [
            self._told(run, opening, parameter, axes.get(run), heed)
            for run, opening in zip(order.runs, openings, strict=True)
        ]
        told = {"type": "opened", "race": order.race, "step": order.step, "parameter": parameter}
        return {**told, "runs": runs}

    def remembered(self, order: Memory, heed: Heed) -> dict[str, Any]:
        """What a run remembered of one parameter, at steps that are kept. Raises Refused."""
        run, training = order.run, self._training
        self._check(run, ("run",), order.race, "run")
        parameter = order.parameter
        if parameter is None:
            parameter = _moves_most(self._opening(training.steps, run, heed))
        name = self._name_of(run, parameter)
        steps = training.kept_steps(run, MOST)
        openings = [cut(self._opening(step, run, heed), parameter) for step in steps]
        curves, bend = curves_of(openings)
        told = {"type": order.type, "race": order.race, "run": run, "parameter": parameter}
        return {**told, "name": name, **told_curves(steps, curves, bend)}

    def _told(
        self, run: int, opening: Opening, parameter: int, axes: Floats | None, heed: Heed
    ) -> dict[str, Any]:
        name = self._name_of(run, parameter)
        if run not in self._first:
            self._first[run] = self._opening(0, run, heed)
        changes = [change for change in list(self._training.changes) if change.run == run]
        optimizer = in_force(self._training.runs[run], changes, opening.step).optimizer
        opened = opened_at(parameter, opening, self._first[run])
        arrows = None if axes is None else arrows_of(opening, axes)
        return {**told_opened(optimizer, opened, arrows), "parameter": name}

    def _opening(self, step: int, run: int, heed: Heed) -> Opening:
        heed()
        return self._training.opened(step, run, heed)

    def _check(self, run: int, where: Place, race: int, field: str) -> None:
        last = len(self._training.runs) - 1
        if run > last:
            words = f"run = {run} is not in this race; its last one is {last}"
            raise Refused([(where, words)])
        if self._training.step == 0:
            words = f"nothing of race {race} is computed yet; ask again after its first block"
            raise Refused([((field,), words)])

    def _name_of(self, run: int, parameter: int) -> str:
        shape = self._training.runs[run].network.shape
        if parameter >= shape.size:
            words = (
                f"parameter = {parameter} is not in the network of run {run}; its last one is "
                f"{shape.size - 1}"
            )
            raise Refused([(("parameter",), words)])
        return shape.name_of(parameter)


def _moves_most(opening: Opening) -> int:
    """The parameter with the longest move."""
    return int(np.nanargmax(np.append(np.abs(opening.change), 0.0)[: len(opening.change)]))
