"""What a run goes down and how its rate changes, as functions of a program."""

from dataclasses import dataclass, field

import numpy as np

from app.engine.contracts import LossSchedule, Schedule, Surface
from app.engine.noise import BLOCK
from app.engine.schedules.constant import Constant
from app.programs.languages import Language
from app.programs.numbers import number
from app.programs.sources import Functions


@dataclass
class Part:
    """Lines of a program, and the names from the standard library that they need."""

    lines: list[str] = field(default_factory=list)
    imports: dict[str, set[str]] = field(default_factory=dict)


def surface_part(surface: Surface, language: Language, derived: bool) -> Part:
    """The surface as f, and its gradient; one that comes by itself only if it is `derived`."""
    functions = Functions(surface, language.surface_module)
    functions.add("value", "f", _formula(surface))
    by_itself = language.derives and surface.smooth
    if not by_itself:
        functions.add("gradient")
    own = language.gradient() if by_itself and derived else []
    return Part(_defined(functions, *own), functions.imports)


def noise_part(noise: float, surface: Surface, language: Language) -> Part:
    """What is added to the gradient of each step: `noise`, and `pushes` of the surface's own."""
    lines = []
    functions = Functions(surface)
    if noise:
        drawn = (
            f"np.random.default_rng([SEED, block]).normal(size=({BLOCK}, 2))\n"
            f"    for block in range(STEPS // {BLOCK} + 1)"
        )
        array = f"{number(noise)} * np.concatenate([\n    {drawn}\n])"
        lines += ["# What noise adds to the gradient of each step: the numbers that the page draws"]
        lines += f"noise = {language.array(array)}".splitlines()
    if pushed(surface):
        functions.add("push", notes="What each step's gradient has beside the slope of f.")
        lines += [*_defined(functions), f"pushes = {language.array('push(np.arange(STEPS))')}"]
    return Part(lines, functions.imports)


def added(noise: float, surface: Surface) -> list[str]:
    """What stands beside the gradient in the loop."""
    return [*(["noise[step]"] if noise else []), *(["pushes[step]"] if pushed(surface) else [])]


def pushed(surface: Surface) -> bool:
    """Whether the steps' gradients differ from the surface's slope."""
    return surface.push(np.arange(1)) is not None


def steady(schedule: Schedule) -> bool:
    """Whether a schedule changes nothing."""
    return isinstance(schedule, Constant)


def schedule_part(schedule: Schedule) -> Part:
    """The schedule as factor(t), or as begin() and after(loss, state)."""
    if steady(schedule):
        return Part()
    functions = Functions(schedule)
    if isinstance(schedule, LossSchedule):
        functions.add("begin")
        functions.add("after", notes=f"{schedule.label}: the factor of the next step's rate.")
    else:
        functions.add("scale", "factor", f"{schedule.label}: what step t's rate is scaled by.")
    return Part(_defined(functions), functions.imports)


def _defined(functions: Functions, *after: str) -> list[str]:
    constants = sorted(functions.constants.items())
    lines = [f"{name} = {number(value)}" for name, value in constants]
    for text in functions.text():
        lines += ["", "", *text.splitlines()] if text.startswith("def") else [text]
    return [*lines, "", "", *after]


def _formula(surface: Surface) -> str:
    """The surface's formula as its docstring has it."""
    paragraphs = (type(surface).__doc__ or "").split("\n\n")
    found = next((p for p in paragraphs if p.strip().startswith("f(x, y)")), surface.label)
    lines = [line.strip() for line in found.strip().splitlines()]
    return "\n    ".join([*lines, *([""] if len(lines) > 1 else [])])
