"""Surfaces and schedules as functions of a program."""

import numpy as np

from app.engine.contracts import LossSchedule, Schedule, Surface
from app.engine.noise import BLOCK
from app.engine.race import Run
from app.engine.schedules.constant import Constant
from app.programs.ground import Ground, Part
from app.programs.languages import Language
from app.programs.numbers import comment, number
from app.programs.sources import Functions, listed


class OnSurfaces(Ground):
    """Runs in the plane, of which the path is kept."""

    kept = "path"
    collected = "paths"
    zeros = "zeros(2)"

    def heading(self, who: str) -> str:
        surfaces = listed([run.surface.label for run in self.runs])
        end = ""
        if len(self.runs) == 1:
            end = f" from ({', '.join(f'{c:g}' for c in self.runs[0].start)})"
        return f"{who} on {surfaces}: {self.race.steps} steps{end}."

    def shared(self, language: Language) -> Part:
        noisy = any(run.noise for run in self.runs)
        return Part([f"SEED = {self.race.seed}"] if noisy else [])

    def parts(self, run: Run, language: Language, derived: bool) -> list[Part]:
        part = surface_part(run.surface, language, derived)
        words = [line for reason in self.reasons(run, language) for line in comment(reason)]
        part.lines = [*words, *part.lines]
        return [part, noise_part(run.noise, run.surface, language)]

    def start(self, run: Run, place: int, language: Language, by_library: bool) -> list[str]:
        start = f"[{', '.join(number(float(c)) for c in run.start)}]"
        return [f"x = {language.point(start, by_library)}"]

    def begun(self, language: Language) -> list[str]:
        return [f"path = [{language.kept()}]"]

    def after_step(self, language: Language) -> list[str]:
        return [f"path.append({language.kept()})"]

    def beside(self, run: Run) -> list[str]:
        noise = ["noise[step]"] if run.noise else []
        return [*noise, *(["pushes[step]"] if pushed(run.surface) else [])]

    def smooth(self, run: Run) -> bool:
        return run.surface.smooth

    def reasons(self, run: Run, language: Language) -> list[str]:
        if language.name == "keras":
            return [
                "Keras differentiates models, not functions, so the gradient of f is written out."
            ]
        if language.derives and not run.surface.smooth:
            return [
                f"{run.surface.label} has a point where {language.title} cannot differentiate it, "
                "so its gradient is written out."
            ]
        return []

    def printed(self, several: bool, language: Language) -> list[str]:
        if several:
            return [
                "for name, path in paths.items():",
                '    print(f"{name}: step {len(path) - 1} at {path[-1]}")',
            ]
        made = ["path = np.array(path)"] if language.name == "numpy" else []
        return [*made, 'print(f"step {len(path) - 1} at {path[-1]}")']


def surface_part(surface: Surface, language: Language, derived: bool) -> Part:
    """The surface as f, and its gradient; one that comes by itself only if it is `derived`."""
    functions = Functions(surface, language.surface_module)
    functions.add("value", "f", _formula(surface))
    by_itself = language.derives and surface.smooth
    if not by_itself:
        functions.add("gradient")
    own = language.gradient() if by_itself and derived else []
    return Part(defined(functions, *own), functions.imports)


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
        lines += [*defined(functions), f"pushes = {language.array('push(np.arange(STEPS))')}"]
    return Part(lines, functions.imports)


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
    return Part(defined(functions), functions.imports)


def defined(functions: Functions, *after: str) -> list[str]:
    """Constants, then functions, then what uses them."""
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
