"""What a race of networks costs, and the limits of that."""

from app.engine.training import EVALUATIONS, Training
from app.engine.words import number
from app.spec.limits import MAX_POINTS, MAX_ROWS, MAX_WORK
from app.spec.refusals import Refused

BEND = 16  # multiplications that take as long as what a unit makes of its sum
POINT = 40  # bytes of a recorded point
COPIES = 16  # of all parameters, at most: gradient, memory of the rule, what is in between


def check_cost(training: Training, telling_rows: bool) -> None:
    """Refuse what would take too long, too much memory or too long an answer. Raises Refused."""
    work = work_of(training)
    if work > MAX_WORK:
        words = (
            f"this race would take {number(work)} multiplications; at most "
            f"{number(MAX_WORK)} are made for one, so take fewer runs, fewer steps, smaller "
            "batches or a smaller network"
        )
        raise Refused([((), words)])
    if room_of(training) > MAX_POINTS:
        words = (
            "this race would need more memory than there is for one; take fewer runs, fewer "
            "steps, smaller batches or a smaller network"
        )
        raise Refused([((), words)])
    told = rows_of(training) if telling_rows else 0
    if told > MAX_ROWS:
        words = (
            f"the batches of this race have {told} row numbers; at most {MAX_ROWS} are told, "
            "so take fewer steps or smaller batches, or leave parameters out"
        )
        raise Refused([(("parameters",), words)])


def work_of(training: Training) -> int:
    """The multiplications on the way forward, scores included; those go no way back."""
    work = 0
    for run in training.runs:
        network = run.network
        each = network.size + BEND * sum(network.shape.sizes[1:])
        learned = (training.steps + 1) * network.batches.largest
        scored = (min(training.steps, EVALUATIONS) + 1) * len(network.samples.table.targets)
        work += each * (learned + scored // 3)
    return work


def room_of(training: Training) -> int:
    """The memory that a training takes, counted in recorded points."""
    numbers = epochs_of(training)
    for run in training.runs:
        network = run.network
        sums = 3 * sum(network.shape.sizes) * network.batches.largest
        numbers += COPIES * network.size + sums
    return len(training.runs) * (training.steps + 1) + 8 * numbers // POINT


def epochs_of(training: Training) -> int:
    """How many numbers of examples are held in the order of an epoch, by each different network."""
    networks = {run.network for run in training.runs}
    return sum(network.samples.train_inputs.size for network in networks)


def rows_of(training: Training) -> int:
    """How many row numbers the different batches of a training have."""
    batches = {run.network.batches for run in training.runs}
    return sum((training.steps + 1) * each.largest for each in batches)
