"""A race on surfaces as a program that takes the same paths."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from app.engine.contracts import LossSchedule
from app.engine.race import Race, Run
from app.programs.calls import Call, call_of, decays, native, reason
from app.programs.languages import LANGUAGES, Language
from app.programs.legs import Leg, legs_of
from app.programs.numbers import comment, number
from app.programs.problem import added, noise_part, schedule_part, steady, surface_part
from app.programs.rules import written
from app.programs.sources import listed


@dataclass
class Program:
    """A program's text, and what it says about itself: why a rule is written out."""

    language: str
    text: str
    notes: list[str]


def program(race: Race, language: str, run: int | None = None) -> Program:
    """The program of one run of a race, or of all of them."""
    chosen = range(len(race.runs)) if run is None else [run]
    return _Writer(race, LANGUAGES[language], list(chosen)).program()


@dataclass
class _Writer:
    race: Race
    language: Language
    runs: list[int]
    notes: list[str] = field(default_factory=list)
    imports: dict[str, set[str]] = field(default_factory=dict)

    def program(self) -> Program:
        body = [f"STEPS = {self.race.steps}"]
        if any(self.race.runs[number].noise for number in self.runs):
            body.append(f"SEED = {self.race.seed}")
        several = len(self.runs) > 1
        if several:
            body.append("paths = {}")
        before: list[list[str]] = []
        for place, run in enumerate(self.runs):
            problem = self._problem(self.race.runs[run])
            new = [part for part in problem if part and part not in before]
            body += [line for part in new for line in ["", *part]]
            if several:
                body += ["", "", f"# {place + 1}. {_title(self.race, run)}"]
            before = problem
            body += self._run(run)
            if several:
                body += ["", f"paths[{_name(place, self.race, run)}] = path"]
        body += _ending(several, self.language)
        return Program(self.language.name, self._whole(body), list(dict.fromkeys(self.notes)))

    def _whole(self, body: list[str]) -> str:
        text = "\n".join(body)
        own = list(self.language.imports)
        if "np." in text and "import numpy as np" not in own:
            own.insert(len(own) - 1, "import numpy as np")
        whole = [f"import {m}" for m in ("math",) if f"{m}." in text]
        standard = [
            *sorted([*whole, *self.language.standard]),
            *(f"from {m} import {', '.join(sorted(n))}" for m, n in sorted(self.imports.items())),
        ]
        blocks = [standard, own, list(self.language.settings), body]
        head = ['"""' + self._heading(), "", "Descent Lab shows the same path.", '"""']
        return _spaced([*head, *(line for block in blocks if block for line in ["", *block])])

    def _heading(self) -> str:
        race = self.race
        surfaces = listed([race.runs[run].surface.label for run in self.runs])
        if len(self.runs) == 1:
            who = _title(race, self.runs[0])
            start = ", ".join(f"{c:g}" for c in race.runs[self.runs[0]].start)
            return f"{who} on {surfaces}: {race.steps} steps from ({start})."
        return f"{len(self.runs)} optimizers on {surfaces}: {race.steps} steps."

    def _problem(self, run: Run) -> list[list[str]]:
        parts = [
            surface_part(run.surface, self.language, self._derived()),
            noise_part(run.noise, run.surface, self.language),
            schedule_part(run.schedule),
        ]
        if self.language.derives and not run.surface.smooth:
            words = (
                f"{run.surface.label} has a point where {self.language.title} cannot "
                "differentiate it, so its gradient is written out."
            )
            parts[0].lines = [*comment(words), *parts[0].lines]
            self.notes.append(words)
        for part in parts:
            for module, names in part.imports.items():
                self.imports.setdefault(module, set()).update(names)
        return [part.lines for part in parts]

    def _derived(self) -> bool:
        """Whether a loop calls the gradient that comes by itself."""
        legs = [leg for run in self.runs for leg in legs_of(self.race, run)]
        by_hand = any(self._call(leg) is None for leg in legs)
        return by_hand or self.language.calls_gradient

    def _call(self, leg: Leg) -> Call | None:
        return None if self.language.name == "numpy" else call_of(leg, self.language.name)

    def _run(self, run: int) -> list[str]:
        entrant = self.race.runs[run]
        legs = legs_of(self.race, run)
        ends = [leg.first for leg in legs[1:]] + [self.race.steps]
        lines = [] if len(self.runs) > 1 else [""]
        before: bool | None = None
        for leg, end in zip(legs, ends, strict=True):
            call = self._call(leg)
            walk = _Walk(self.language, entrant, leg, call)
            if leg.first:
                lines += ["", f"# From step {leg.first} on: {leg.title}"]
            lines += self._why(walk)
            if before is None:
                start = f"[{', '.join(number(float(c)) for c in entrant.start)}]"
                lines += [f"x = {self.language.point(start, call is not None)}"]
            else:
                lines += self.language.resumed(before, call is not None)
            lines += walk.before()
            if before is None and isinstance(entrant.schedule, LossSchedule):
                lines += ["next_scale, patience = 1.0, begin()"]
            if before is None:
                lines += [f"path = [{self.language.kept()}]"]
            lines += ["", _loop(leg.first, end, self.race.steps)]
            lines += [f"    {line}" for line in walk.inside()]
            before = call is not None
        return lines

    def _why(self, walk: "_Walk") -> list[str]:
        words = walk.why()
        self.notes += words
        return [line for sentence in words for line in comment(sentence)]


@dataclass
class _Walk:
    """One leg: what comes before its loop, and what is in it."""

    language: Language
    run: Run
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
        if self.language.name == "keras":
            found.append(
                "Keras differentiates models, not functions, so the gradient of f is written out."
            )
            if any("keras.ops.where" in line for line in self.inside()):
                found.append(
                    "keras.ops.maximum makes float32 of float64, so where() stands in its place."
                )
        return found

    def before(self) -> list[str]:
        if self.call is None:
            rate, factor = self._names()
            return written(self.leg, self.language.module, rate, factor).before
        variables = [f"{n} = {number(self.leg.numbers[n])}" for n in self._variables()]
        steered = bool(self.leg.changed() & self.call.takes) or self._scheduled
        return variables + self.language.set_up(self.leg, self.call, steered)

    def inside(self) -> list[str]:
        lines = self._changes() + self._rate()
        beside = added(self.run.noise, self.run.surface)
        if self.call is None:
            rate, factor = self._names()
            rule = written(self.leg, self.language.module, rate, factor)
            lines += [*self.language.seen(beside), *rule.inside]
        else:
            if self._scheduled:
                lines += self.language.set_rate()
            kind = self._own_decay()
            if kind == "coupled":
                beside.append("weight_decay * x")
            lines += self.language.step(beside, self._apart(), self.run.surface.smooth)
        return [*lines, f"path.append({self.language.kept()})"]

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
            value = self.language.value()
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
        lines += self.language.change(now, self.call, told)
        return lines or ["pass"]


def _title(race: Race, run: int) -> str:
    return legs_of(race, run)[0].title


def _name(place: int, race: Race, run: int) -> str:
    return repr(f"{place + 1}. {_title(race, run)}").replace("'", '"')


def _loop(first: int, end: int, steps: int) -> str:
    last = "STEPS" if end == steps else str(end)
    return f"for step in range({first}, {last}):" if first else f"for step in range({last}):"


def _ending(several: bool, language: Language) -> list[str]:
    if several:
        return [
            "",
            "for name, path in paths.items():",
            '    print(f"{name}: step {len(path) - 1} at {path[-1]}")',
        ]
    made = ["path = np.array(path)"] if language.name == "numpy" else []
    return ["", *made, 'print(f"step {len(path) - 1} at {path[-1]}")']


def _spaced(lines: Sequence[str]) -> str:
    """The lines with at most two empty ones between."""
    found: list[str] = []
    for line in "\n".join(lines).splitlines():
        if not line and found[-2:] == ["", ""]:
            continue
        found.append(line)
    return "\n".join(found).rstrip() + "\n"
