"""Lanes for our own side of a measurement."""

from collections.abc import Sequence

import numpy as np

from app.engine.catalogue import OPTIMIZERS, SCHEDULES, SURFACES
from app.engine.contracts import Floats, Number
from app.engine.descend import Descent, Lanes

SURFACE = SURFACES["rosenbrock"]()
START = np.array(SURFACE.start)


def team(name: str, convention: str, rate: Number, start: Floats = START) -> Lanes:
    """Lanes of one rule in a library's own form, from `start`, (2,) or (P, 2)."""
    form = OPTIMIZERS[name].convention(convention)
    lanes = np.broadcast_to(start, (np.size(rate), 2)) if start.ndim == 1 else start
    return Lanes(form, {"lr": rate}, SCHEDULES["constant"](), lanes)


def race(teams: Sequence[Lanes], steps: int) -> Floats:
    """x, y, value, gradient norm of every point, (lanes, steps + 1, 4)."""
    frames = Descent(SURFACE, teams).advance(steps + 1)
    columns = (frames.value[..., None], frames.gradient_norm[..., None])
    return np.concatenate((frames.point, *columns), axis=-1).swapaxes(0, 1)
