"""The formula on display is what is computed: every rule's lines, carried out, against its code."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.engine.catalogue import OPTIMIZERS, SCHEDULES
from app.engine.contracts import Convention
from app.engine.descend import Descent, Lanes
from app.engine.formula import carried_out, first_scope, lines_of, name_of
from tests.engine.parity import Probe, Pushes

EVERY = [
    (f"{entry.name} {convention.name}", convention)
    for entry in OPTIMIZERS.values()
    for convention in entry.conventions
]
every = pytest.mark.parametrize("convention", [c for _, c in EVERY], ids=[n for n, _ in EVERY])
CLOSE = 1e-12
COUNTS = ("t", "product")  # of a memory, beside the symbols


def numbers_of(convention: Convention, **given: float) -> dict[str, float]:
    return {name: given.get(name, value) for name, value in convention.defaults.items()}


def steps_of(opening):
    """The lines of an opened step, carried out."""
    scope = first_scope(
        opening.convention,
        opening.hyperparameters,
        (opening.rate, opening.lr),
        opening.x,
        opening.used,
        opening.before,
        opening.step,
    )
    return carried_out(lines_of(opening.convention, opening.rate), scope)


def check(opening) -> None:
    """Hold the end of the lines against what the code moved and remembers."""
    steps = steps_of(opening)
    assert steps[-1].line.symbol == "θ"
    size = 1 + np.abs(opening.x) + np.abs(opening.change)
    assert (np.abs(steps[-1].after - opening.x - opening.change) <= CLOSE * size).all()
    ends = {step.line.symbol: step.after for step in steps}
    memory = opening.after._asdict() if hasattr(opening.after, "_asdict") else {}
    for name in memory.keys() - set(COUNTS):
        np.testing.assert_allclose(ends[name], memory[name], rtol=CLOSE, err_msg=name)


@every
@pytest.mark.parametrize("schedule", ["constant", "warmup_cosine", "plateau"])
@pytest.mark.parametrize("problem", [Pushes(), Probe()], ids=["pushes", "probe"])
def test_lines_and_code_agree_at_each_step(convention, schedule, problem):
    numbers = numbers_of(convention, lr=0.01, weight_decay=0.03)
    start = np.array([[1.0, -0.7]])
    lanes = Lanes(convention, numbers, SCHEDULES.build(schedule, {}), start, 0.2)
    descent = Descent(problem, [lanes], seed=4)
    for _ in range(40):
        check(descent.opened(0))
        descent.skip(1)
    assert np.isfinite(descent.point).all()


@every
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_lines_and_code_agree_with_any_numbers(convention, data):
    drawn = {
        name: data.draw(st.floats(slider.minimum, slider.maximum), name)
        for name, slider in convention.sliders.items()
    }
    gradients = data.draw(st.lists(st.tuples(*[st.floats(-1e3, 1e3)] * 2), min_size=1, max_size=4))
    rule = convention.rule(**{k: v for k, v in drawn.items() if k not in ("lr", "weight_decay")})
    rate = drawn.get("lr", 1.0)
    x = np.array([0.3, -1.1])
    memory = rule.start(x)
    for step, pair in enumerate(gradients):
        gradient, decay = np.array(pair), drawn.get("weight_decay", 0.0)
        scope = first_scope(convention, drawn, (rate, rate), x, gradient, memory, step)
        steps = carried_out(lines_of(convention), scope)
        if convention.decay == "coupled":
            gradient = gradient + decay * x
        with np.errstate(all="ignore"):
            change, memory = rule.move(x, gradient, memory, rate)
        share = {"decoupled": rate, "decoupled_by_schedule": 1.0}.get(convention.decay, 0.0)
        after = x + change - share * decay * x
        scale = 1 + np.abs(x) + np.abs(change) + rate * np.abs(gradient)
        both = np.isfinite(after) & np.isfinite(steps[-1].after)
        assert (both | ~np.isfinite(after)).all()
        assert (np.abs(steps[-1].after - after)[both] <= CLOSE * scale[both]).all()
        x = np.where(np.isfinite(after), np.clip(after, -1e6, 1e6), 0.0)


@every
def test_every_symbol_of_a_rule_has_a_name(convention):
    for line in lines_of(convention):
        name = name_of(line.symbol, convention.rule)
        assert name
        assert name == name.strip().lower()


@every
def test_a_line_that_begins_a_memory_says_where_it_begins(convention):
    begins = {line.symbol: line for line in lines_of(convention) if line.symbol == "G₀"}
    memory = convention.rule(**{
        k: v for k, v in convention.defaults.items() if k not in ("lr", "weight_decay")
    }).start(np.zeros(2))
    first = float(begins["G₀"].expression.text) if begins else 0.0
    assert getattr(memory, "G", np.zeros(2)).tolist() == [first, first]


def test_a_schedule_shows_in_the_form_without_a_rate():
    convention = OPTIMIZERS["adadelta"].convention("textbook")
    plain, scaled = lines_of(convention)[-1], lines_of(convention, 0.5)[-1]
    assert plain != scaled
    assert lines_of(OPTIMIZERS["adadelta"].convention("optax"))[-1] == scaled


def test_hyperparameters_that_change_on_the_way_leave_the_product_of_momenta_exact():
    for name in ("paper", "pytorch", "keras"):
        convention = OPTIMIZERS["nadam"].convention(name)
        lanes = Lanes(
            convention, dict(convention.defaults), SCHEDULES["constant"](), np.array([[1.0, 2.0]])
        )
        descent = Descent(Probe(), [lanes])
        descent.skip(7)
        descent.change(0, {"beta1": 0.5})
        for _ in range(5):
            check(descent.opened(0))
            descent.skip(1)
