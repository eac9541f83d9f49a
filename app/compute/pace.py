"""How far a training goes at a time, and what it keeps: larger networks take fewer steps."""

from app.engine.checkpoints import AT_FIRST, BUDGET, CLOSEST
from app.engine.training import Training
from app.spec import room_of
from app.spec.cost import BEND, POINT, epochs_of

HEED = 20_000_000  # multiplications between looks at whether a training is still wanted: 20 ms
BLOCK = 300_000_000  # multiplications in a block, about
NUMBER = 8  # bytes
LOOKING = 2  # who looks at a training beside it: at weights of the past, and at details
MEMORY = 4  # numbers that a checkpoint keeps of a parameter, at most


def heed(training: Training) -> int:
    """How many steps are taken between looks at whether they are still wanted."""
    return max(1, HEED // _work(training))


def longest(training: Training) -> int:
    """How many steps a block has at most."""
    return max(1, BLOCK // _work(training))


def points_of(training: Training) -> int:
    """The memory of a training that can be looked at, counted in recorded points."""
    sizes = [run.network.size for run in training.runs]
    checkpoints = training.steps // max(CLOSEST, training.steps // AT_FIRST) + 1
    kept = min(BUDGET, checkpoints * sum(sizes) * MEMORY * NUMBER)
    columns = 4 + max(len(run.network.shape.places) for run in training.runs)
    told = len(sizes) * (training.steps + 1) * columns * NUMBER
    looked_at = LOOKING * epochs_of(training) * NUMBER
    return room_of(training) + (kept + told + looked_at) // POINT


def _work(training: Training) -> int:
    """The multiplications of one step of all runs, on the way forward."""
    return sum(
        (run.network.size + BEND * sum(run.network.shape.sizes[1:])) * run.network.batches.largest
        for run in training.runs
    )
