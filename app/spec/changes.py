"""Changes on the way that may be asked for: other numbers, or another rule, from a step on."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from app.engine.catalogue import OPTIMIZERS, BadChoice
from app.engine.contracts import Convention, Optimizer
from app.engine.in_force import InForce, in_force
from app.engine.race import Change, Follower
from app.sentences import Place
from app.spec.fields import Name, Numbers, Spec, Whole
from app.spec.limits import MAX_RUNS, MAX_STEPS
from app.spec.refusals import Refused, at
from app.spec.runs import check_numbers, convention_of


class ChangeSpec(Spec):
    """What was changed while the race ran.

    An optimizer alone stands for its default convention, a convention alone for another form of
    the rule that the run follows then. A run with another rule begins with an empty memory, and
    with the convention's defaults for the numbers that are not given.
    """

    step: Annotated[Whole, Field(ge=0, le=MAX_STEPS)]
    run: Annotated[Whole, Field(ge=0, le=MAX_RUNS - 1)]
    hyperparameters: Numbers = {}
    optimizer: Name | None = None
    convention: Name | None = None


def changes_from(
    given: Sequence[ChangeSpec], runs: Sequence[Follower], steps: int
) -> list[Change]:
    """All changes of a race. Raises Refused with the first reason of each.

    Each is held against the rule that its run follows by then. What comes after a refused change
    of rule is not judged, for nobody knows by what.
    """
    problems: dict[tuple[Place, str], None] = {}
    made: dict[int, Change] = {}
    lost: set[int] = set()  # runs whose rule is not known any more
    for place in sorted(range(len(given)), key=lambda place: given[place].step):
        wanted = given[place]
        if wanted.run in lost:
            continue
        try:
            with at(("changes", place)):
                made[place] = change_from(wanted, runs, steps, list(made.values()))
        except BadChoice as error:
            problems[error.where, error.message] = None
            if not _only_numbers(wanted):
                lost.add(wanted.run)
    if problems:
        raise Refused(sorted(problems, key=lambda problem: problem[0][1]))
    return [made[place] for place in sorted(made)]


def change_from(
    given: ChangeSpec,
    runs: Sequence[Follower],
    steps: int,
    before: Sequence[Change] = (),
) -> Change:
    """A change of a race that has been changed `before`. Raises BadChoice."""
    if given.run >= len(runs):
        last = len(runs) - 1
        raise BadChoice(f"run = {given.run} is not in this race; its last one is {last}", ("run",))
    if given.step > steps:
        raise BadChoice(
            f"step = {given.step} is after the end; the last step is {steps}", ("step",)
        )
    own = [change for change in before if change.run == given.run]
    now = in_force(runs[given.run], own, given.step)
    optimizer, convention = _rule(given, now)
    with at(("hyperparameters",)):
        check_numbers(given.hyperparameters, optimizer, convention)
    if _only_numbers(given):
        return Change(given.step, given.run, given.hyperparameters)
    return Change(given.step, given.run, given.hyperparameters, optimizer, convention)


def _only_numbers(given: ChangeSpec) -> bool:
    """Whether the run goes on with its rule and all that this remembers."""
    return given.optimizer is None and given.convention is None


def _rule(given: ChangeSpec, now: InForce) -> tuple[type[Optimizer], Convention]:
    """The rule from the change on. Raises BadChoice."""
    if _only_numbers(given):
        return now.optimizer, now.convention
    with at(("optimizer",)):
        optimizer = now.optimizer if given.optimizer is None else OPTIMIZERS.find(given.optimizer)
    with at(("convention",)):
        return optimizer, convention_of(optimizer, given.convention)
