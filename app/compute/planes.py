"""The plane through the paths of networks in weight space, as it is told."""

from collections.abc import Sequence
from typing import Any

from app.compute.process import Heed
from app.engine.contracts import Floats
from app.engine.network.problem import Network
from app.engine.network.weight_plane import companions, weight_plane
from app.engine.training import Training
from app.engine.words import number
from app.spec import Refused
from app.spec.cost import BEND
from app.spec.orders import WeightPlane

MAX_WORK = 100_000_000_000  # multiplications of one plane, in float32: two or three seconds


def told_plane(order: WeightPlane, training: Training, heed: Heed) -> tuple[dict[str, Any], Floats]:
    """The plane with the loss on it and every run's path, and its axes (2, D). Raises Refused."""
    chosen, left_out = companions(training.runs)
    networks = [run.network for run in training.runs]
    _check(order, networks[chosen[0]])
    paths = training.snapshots()
    plane = weight_plane(
        [networks[run] for run in chosen],
        [paths[run] for run in chosen],
        order.resolution,
        order.part,
        heed,
    )
    told = {
        "type": order.type,
        "race": order.race,
        "resolution": order.resolution,
        "part": order.part,
        "runs": chosen,
        "left_out": left_out,
        "why": _why(networks[chosen[0]], [networks[run] for run in left_out]),
        "explained": plane.explained,
        "u": plane.u.tolist(),
        "v": plane.v.tolist(),
        "loss": plane.loss.tolist(),
        "paths": [
            {
                "run": run,
                "steps": path.steps,
                "u": path.u.tolist(),
                "v": path.v.tolist(),
                "distance": path.distance.tolist(),
            }
            for run, path in zip(chosen, plane.paths, strict=True)
        ],
        "until": max(path.steps[-1] for path in plane.paths),
    }
    return told, plane.axes


def _check(order: WeightPlane, network: Network) -> None:
    samples = network.samples
    rows = len(samples.train_inputs if order.part == "train" else samples.test_inputs)
    if not rows:
        words = "part = \"test\" has no rows in this race; take 'train'"
        raise Refused([(("part",), words)])
    each = network.size + BEND * sum(network.shape.sizes[1:])
    work = order.resolution**2 * rows * each
    if work > MAX_WORK:
        words = (
            f"this plane would take {number(work)} multiplications; at most {number(MAX_WORK)} "
            "are made for one, so take a lower resolution"
        )
        raise Refused([(("resolution",), words)])


def _why(shown: Network, others: Sequence[Network]) -> str | None:
    """What keeps others off the plane, in a sentence."""
    if not others:
        return None
    differing = {
        "layers": [each.shape.sizes != shown.shape.sizes for each in others],
        "activation": [each.activation != shown.activation for each in others],
        "loss": [each.loss != shown.loss for each in others],
        "data": [each.samples is not shown.samples for each in others],
    }
    found = [name for name, different in differing.items() if any(different)]
    words = " and ".join([", ".join(found[:-1]), found[-1]] if len(found) > 1 else found)
    return f"One plane holds networks of the same {words}."
