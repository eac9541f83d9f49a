"""What one client sees of a training: weights, planes, steps and memories."""

from dataclasses import replace
from typing import Any

from pydantic_core import to_json

from app.compute.details import told_details
from app.compute.network_steps import Opener
from app.compute.network_wire import look
from app.compute.openings import listed
from app.compute.planes import told_plane
from app.compute.process import Heed
from app.engine.contracts import Floats
from app.engine.training import Training
from app.spec.orders import Look, Memory, Open, WeightPlane

Wish = Look | WeightPlane | Open | Memory


class Sight:
    """What all who look at a training have in common."""

    def __init__(self, training: Training) -> None:
        self.training = training
        self.opener = Opener(training)
        # Networks of its own: what they remember of an epoch is not what the training is at.
        own = {run.network: replace(run.network) for run in training.runs}
        self.networks = [own[run.network] for run in training.runs]


class Eye:
    """Answers a client. It remembers the axes of the plane that was sent last."""

    def __init__(self, sight: Sight) -> None:
        self._sight = sight
        self._axes: dict[int, Floats] = {}  # of the latest weight plane, for the runs in it

    def seen(self, wish: Wish, heed: Heed) -> bytes:
        """The message that answers a wish. Raises Refused."""
        heed()
        if not isinstance(wish, Look):
            return to_json(self._told(wish, heed), inf_nan_mode="null", fallback=listed)
        seen = self._sight.training.at(wish.step, heed)
        told = told_details(self._sight.networks, seen, heed) if wish.details else {}
        return look(wish.race, wish.step, seen, told)

    def _told(self, wish: WeightPlane | Open | Memory, heed: Heed) -> dict[str, Any]:
        if isinstance(wish, Open):
            return self._sight.opener.opened(wish, self._axes, heed)
        if isinstance(wish, Memory):
            return self._sight.opener.remembered(wish, heed)
        told, axes = told_plane(wish, self._sight.training, heed)
        self._axes = dict.fromkeys(told["runs"], axes)
        return told
