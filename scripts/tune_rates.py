"""Find a good learning rate for every rule on every surface, and freeze them as data.

    python -m scripts.tune_rates [surface ...]     writes app/engine/rates.json

Every convention takes STEPS steps from each surface's own start, all candidate rates at once.
A rate is fit when neither it nor any smaller one, nor its double where that can be had, leaves
the finite numbers, and when its path stays near the domain.

Of the fit ones that rate wins which is lowest on the average of all steps and at the end, counted
in log10(gap / first gap), where the gap is the height above the hollow in which the path ends. A
hollow that is not the deepest costs extra, and so do jumps that the eye cannot follow and steps
that turn back. A rate counts no more than the worse of its neighbours, so that luck does not win.

On a surface without a minimum, the largest rate wins up to which no path leaves the domain.
"""

import json
import sys
from pathlib import Path

import numpy as np

from app.engine.catalogue import OPTIMIZERS, SCHEDULES, SURFACES
from app.engine.contracts import Convention, Floats, Surface
from app.engine.descend import Lanes, descend

TARGET = Path(__file__).parents[1] / "app" / "engine" / "rates.json"
STEPS = 500
POWERS = range(-7, 1)
ROUND = np.array([float(f"{n}e{power}") for power in POWERS for n in (1, 1.5, 2, 3, 4, 5, 6, 8)])
FINE = np.array([float(f"{n}e{power - 1}") for power in POWERS for n in range(10, 100)])
DEEP = 1e-8  # of the first gap: what lies below it cannot be seen
NEAR = 0.1  # of the domain's diagonal: how far outside a path may go
LEAP = 0.06  # of the domain's diagonal: a longer move is a jump
TREMBLE = 0.006  # of the domain's diagonal: a shorter move may turn back
END_WEIGHT = 0.5  # of the last point's decades, beside the mean of all
HOLLOW_COST = 3.0  # decades, for a hollow as high as the start; by the root of its height
LEAPING_COST = 3.0  # decades, for each further LEAP in the longest move
TURNING_COST = 2.0  # decades, for a path that turns back at every step


def main(names: list[str]) -> None:
    """Tune the surfaces named, or all, and write the file."""
    rates = json.loads(TARGET.read_text("utf-8")) if names else {}
    for name in names or SURFACES:
        rates[name] = tuned(SURFACES[name]())
        print(name, flush=True)
    TARGET.write_text(json.dumps(rates, indent=1, sort_keys=True) + "\n", "utf-8")


def tuned(surface: Surface) -> dict[str, dict[str, float]]:
    """Good rates on a surface, by optimizer and convention. What takes no rate is left out."""
    found = {
        name: {
            convention.name: best_rate(surface, convention)
            for convention in optimizer.conventions
            if "lr" in convention.defaults
        }
        for name, optimizer in OPTIMIZERS.items()
    }
    return {name: rates for name, rates in found.items() if rates}


def best_rate(surface: Surface, convention: Convention) -> float:
    """The rate that suits the convention on this surface best."""
    if surface.lowest() is None:
        path, _ = paths(surface, convention, FINE)
        inside = np.logical_and.accumulate(outside(surface, path) == 0)
        return float(FINE[inside][-1])
    path, value = paths(surface, convention, ROUND)
    doubled, _ = paths(surface, convention, 2 * ROUND)
    bears = np.logical_and.accumulate(np.isfinite(outside(surface, path)))
    bears_double = bears & np.isfinite(outside(surface, doubled))
    fit = (bears_double if bears_double.any() else bears) & (outside(surface, path) < NEAR)
    cost = np.where(fit, costs(surface, path, value), np.inf)
    around = np.concatenate([cost[:1], cost, cost[-1:]])
    return float(ROUND[np.argmin(np.max([around[:-2], cost, around[2:]], axis=0))])


def paths(surface: Surface, convention: Convention, rates: Floats) -> tuple[Floats, Floats]:
    """The points (STEPS + 1, P, 2) and values (STEPS + 1, P) with each of P rates."""
    start = np.tile(surface.start, (len(rates), 1))
    lanes = Lanes(convention, {"lr": rates}, SCHEDULES["constant"](), start)
    blocks = list(descend(surface, [lanes], STEPS))
    return (
        np.concatenate([block.point for block in blocks]),
        np.concatenate([block.value for block in blocks]),
    )


def outside(surface: Surface, path: Floats) -> Floats:
    """How far each path goes out of the domain, in diagonals; infinite where it is lost."""
    low, high = np.transpose(surface.domain)
    beyond = np.linalg.norm(np.maximum(np.maximum(low - path, path - high), 0), axis=-1)
    return np.nan_to_num(beyond.max(0) / diagonal(surface), nan=np.inf)


def costs(surface: Surface, path: Floats, value: Floats) -> Floats:
    """What each path costs, in decades of the gap."""
    hollow = hollows(surface, path, value)
    gap = value - hollow
    depth = np.log10(np.clip(gap / gap[0], DEEP, None))
    height = (hollow - surface.lowest()) / (value[0] - surface.lowest())
    move = np.diff(path, axis=0)
    length = np.linalg.norm(move, axis=-1)
    size = length / diagonal(surface)
    back = ((move[1:] * move[:-1]).sum(-1) < 0) & (size[1:] > TREMBLE)
    turning = (length[1:] * back).sum(0) / np.maximum(length.sum(0), np.finfo(float).tiny)
    leaping = np.maximum(size.max(0) / LEAP - 1, 0)
    return (
        depth.mean(0)
        + END_WEIGHT * depth[-1]
        + HOLLOW_COST * np.sqrt(height)
        + LEAPING_COST * leaping
        + TURNING_COST * turning
    )


def hollows(surface: Surface, path: Floats, value: Floats) -> Floats:
    """The value of the minimum nearest to each end; of the lowest where the end is below it."""
    minima = np.array(surface.minima_here())
    apart = np.linalg.norm(path[-1][:, None] - minima[:, :2], axis=-1)
    nearest = minima[np.argmin(np.nan_to_num(apart, nan=np.inf), axis=-1), 2]
    rounding = DEEP * (value[0] - surface.lowest())
    nearest[value[-1] < nearest - rounding] = surface.lowest()
    return nearest


def diagonal(surface: Surface) -> float:
    """The length of the domain's diagonal."""
    return float(np.linalg.norm(np.diff(surface.domain)))


if __name__ == "__main__":
    main(sys.argv[1:])
