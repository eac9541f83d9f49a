"""A race as a program that takes the same paths."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from app.engine.contracts import LossSchedule
from app.programs.calls import Call, call_of, decays, native, reason
from app.programs.ground import Ground, Part
from app.programs.languages import Language, Library
from app.programs.legs import Leg, legs_of
from app.programs.numbers import comment, number
from app.programs.problem import schedule_part, steady
from app.programs.rules import written


@dataclass
class Program:
    """A program's text, and what it says about itself: why a rule is written out."""

    language: str
    text: str
    notes: list[str]


@dataclass
class Writer:
    """Writes one program."""

    ground: Ground
    language: Language
    notes: list[str] = field(default_factory=list)
    imports: dict[str, set[str]] = field(default_factory=dict)

    def program(self) -> Program:
        """The program of all runs of the ground."""
        ground = self.ground
        self.notes += ground.remark()
        shared = ground.shared(self.language)
        body = [f"STEPS = {ground.race.steps}", *self._lines(shared)]
        several = len(ground.runs) > 1
        if several:
            body.append(f"{ground.collected} = {{}}")
        before: list[list[str]] = []
        for place, run in enumerate(ground.runs):
            parts = ground.parts(run, self.language, self._derived())
            problem = [self._lines(part) for part in (*parts, schedule_part(run.schedule))]
            new = [part for part in problem if part and part not in before]
            body += [line for part in new for line in ["", *part]]
            if several:
                body += ["", "", f"# {place + 1}. {self._title(place)}"]
            before = problem
            body += self._run(place)
            if several:
                name = f"{place + 1}. {self._title(place)}".replace('"', "'")
                body += ["", f'{ground.collected}["{name}"] = {ground.kept}']
        body += ["", *ground.printed(several, self.language)]
        return Program(self.language.name, self._whole(body), list(dict.fromkeys(self.notes)))

    def _lines(self, part: Part) -> list[str]:
        for module, names in part.imports.items():
            self.imports.setdefault(module, set()).update(names)
        return part.lines

    def _whole(self, body: list[str]) -> str:
        text = "\n".join(body)
        own = list(self.language.imports)
        if "np." in text and "import numpy as np" not in own:
            own.insert(len(own) - 1, "import numpy as np")
        whole = [f"import {m}" for m in ("json", "math") if f"{m}." in text]
        standard = [
            *sorted([*whole, *self.language.standard]),
            *(f"from {m} import {', '.join(sorted(n))}" for m, n in sorted(self.imports.items())),
        ]
        blocks = [standard, own, list(self.language.settings), body]
        several = len(self.ground.runs) > 1
        who = f"{len(self.ground.runs)} optimizers" if several else self._title(0)
        head = ['"""' + self.ground.heading(who), "", "Descent Lab shows the same race.", '"""']
        return _spaced([*head, *(line for block in blocks if block for line in ["", *block])])

    def _title(self, place: int) -> str:
        return self._legs(place)[0].title

    def _legs(self, place: int) -> list[Leg]:
        return legs_of(self.ground.race, self.ground.chosen[place])

    def _derived(self) -> bool:
        """Whether a loop calls the gradient that comes by itself."""
        legs = [leg for place in range(len(self.ground.runs)) for leg in self._legs(place)]
        by_hand = any(self._call(leg) is None for leg in legs)
        return by_hand or self.language.calls_gradient

    def _call(self, leg: Leg) -> Call | None:
        library = isinstance(self.language, Library)
        return call_of(leg, self.language.name) if library else None

    def _run(self, place: int) -> list[str]:
        ground, language = self.ground, self.language
        run, legs = ground.runs[place], self._legs(place)
        ends = [leg.first for leg in legs[1:]] + [ground.race.steps]
        lines = [] if len(ground.runs) > 1 else [""]
        before: bool | None = None
        for leg, end in zip(legs, ends, strict=True):
            call = self._call(leg)
            walk = _Walk(ground, language, run, leg, call)
            if leg.first:
                lines += ["", f"# From step {leg.first} on: {leg.title}"]
            lines += self._why(walk)
            if before is None:
                lines += ground.start(run, place, language, call is not None)
            else:
                lines += language.resumed(before, call is not None)
            lines += walk.before()
            if before is None and isinstance(run.schedule, LossSchedule):
                lines += ["next_scale, patience = 1.0, begin()"]
            if before is None:
                lines += ground.begun(language)
            lines += ["", _loop(leg.first, end, ground.race.steps)]
            lines += [f"    {line}" for line in walk.inside()]
            before = call is not None
        return [*lines, *ground.over(language)]

    def _why(self, walk: "_Walk") -> list[str]:
        words = walk.why()
        self.notes += [*self.ground.reasons(walk.run, self.language), *words]
        return [line for sentence in words for line in comment(sentence)]


@dataclass
class _Walk:
    """One leg: what comes before its loop, and what is in it."""

    ground: Ground
    language: Language
    run: Any
    leg: Leg
    call: Call | None

    def why(self) -> list[str]:
        """The reasons for what a reader would not expect."""
        found = []
        if self.call is None and (words := reason(self.leg, self.language.name)):
            found.append(words)
        if self.call is not None and self._own_decay():
            kind = self.leg.convention.decay
            where = "to the gradient" if kind == "coupled" else "apart from the gradient"
            found.append(
                f"The weight decay of {self.leg.title} acts {where}, which this optimizer of "
                f"{self.language.title} cannot do; it has a line of its own."
            )
        if any("keras.ops.where" in line for line in self.inside()):
            found.append(
                "keras.ops.maximum makes float32 of float64, so where() stands in its place."
            )
        return found

    def before(self) -> list[str]:
        """What the loop needs."""
        if self.call is None:
            rate, factor = self._names()
            module, zeros = self.language.module, self.ground.zeros
            return written(self.leg, module, zeros, rate, factor).before
        variables = [f"{n} = {number(self.leg.numbers[n])}" for n in self._variables()]
        steered = bool(self.leg.changed() & self.call.takes) or self._scheduled
        return variables + self._library.set_up(self.leg, self.call, steered)

    def inside(self) -> list[str]:
        """One step."""
        ground, language = self.ground, self.language
        lines = [*self._changes(), *ground.before_step(language), *self._rate()]
        beside = ground.beside(self.run)
        if self.call is None:
            rate, factor = self._names()
            rule = written(self.leg, language.module, ground.zeros, rate, factor)
            lines += [*language.seen(beside, ground.more), *rule.inside]
        else:
            if self._scheduled:
                lines += self._library.set_rate()
            kind = self._own_decay()
            if kind == "coupled":
                beside.append("weight_decay * x")
            smooth = ground.smooth(self.run)
            lines += self._library.step(beside, self._apart(), smooth, ground.more)
        return [*lines, *ground.after_step(language)]

    @property
    def _library(self) -> Library:
        """The language of a leg that has a call: those are a library's optimizers."""
        if not isinstance(self.language, Library):
            raise TypeError(f"{self.language.title} has no optimizers to call")
        return self.language

    @property
    def _scheduled(self) -> bool:
        return not steady(self.run.schedule)

    def _own_decay(self) -> str:
        """The kind of weight decay that gets a line of its own beside a library's optimizer."""
        if not decays(self.leg) or native(self.leg, self.language.name):
            return ""
        return self.leg.convention.decay

    def _apart(self) -> str:
        kind = self._own_decay()
        if kind in ("", "coupled"):
            return ""
        rate, factor = self._names()
        scale = rate if kind == "decoupled" else factor
        return "weight_decay" if scale is None else f"{scale} * weight_decay"

    def _variables(self) -> list[str]:
        """Hyperparameters that a loop with a library's optimizer reads."""
        kind = self._own_decay()
        wanted = {"weight_decay"} if kind else set()
        if self._scheduled or kind == "decoupled":
            wanted.add("lr")
        return [name for name in self.leg.numbers if name in wanted]

    def _names(self) -> tuple[str | None, str | None]:
        """What the rate and the schedule's factor are called."""
        if self._scheduled:
            return "rate", "scale"
        return ("lr" if "lr" in self.leg.numbers else None), None

    def _rate(self) -> list[str]:
        if not self._scheduled:
            return []
        times_lr = "lr * scale" if "lr" in self.leg.numbers else "scale"
        if isinstance(self.run.schedule, LossSchedule):
            value = self.language.value(self.ground.more)
            return [
                "scale = float(next_scale)",
                f"next_scale, patience = after({value}, patience)",
                f"rate = {times_lr}",
            ]
        return ["scale = float(factor(step))", f"rate = {times_lr}"]

    def _changes(self) -> list[str]:
        lines = []
        for step, new in self.leg.changes:
            lines += [f"if step == {step}:", *(f"    {line}" for line in self._changed(step, new))]
        return lines

    def _changed(self, step: int, new: dict[str, float]) -> list[str]:
        if self.call is None:
            return [f"{name} = {number(value)}" for name, value in new.items()]
        numbers = dict(self.leg.numbers)
        for at, values in self.leg.changes:
            if at <= step:
                numbers.update(values)
        variables = self._variables()
        lines = [f"{name} = {number(value)}" for name, value in new.items() if name in variables]
        now = Leg(self.leg.first, self.leg.optimizer, self.leg.convention, numbers)
        told = {name: new[name] for name in new if not (name == "lr" and self._scheduled)}
        lines += self._library.change(now, self.call, told)
        return lines or ["pass"]


def _loop(first: int, end: int, steps: int) -> str:
    last = "STEPS" if end == steps else str(end)
    return f"for step in range({first}, {last}):" if first else f"for step in range({last}):"


def _spaced(lines: Sequence[str]) -> str:
    """The lines with two empty ones around a function, and never more than two."""
    found: list[str] = []
    in_function = False
    for line in "\n".join(lines).splitlines():
        if not line and found[-2:] == ["", ""]:
            continue
        if line and not line.startswith(" "):
            opens = line.startswith(("def ", "@"))
            decorated = found[-1:] != [] and found[-1].startswith("@")
            if (opens or in_function) and not decorated:
                while found[-2:] != ["", ""]:
                    found.append("")
            in_function = opens
        found.append(line)
    return "\n".join(found).rstrip() + "\n"
