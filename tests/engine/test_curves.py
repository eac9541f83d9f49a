"""What rules remember over the steps, as curves."""

import numpy as np
import pytest

from app.engine.catalogue import OPTIMIZERS
from app.engine.curves import curves_of, thinned
from app.engine.divergence import curvatures
from app.engine.formula.tree import Indexed
from app.engine.race import Change
from tests.engine.test_opened import NAMES, RULES, race_of


def along(race, steps):
    found = []
    for step in steps:
        if step > race.step:
            race.advance(step - race.step)
        found.append(race.opened(0))
    return found


def by_symbol(curves):
    return {
        (c.symbol.letter if isinstance(c.symbol, Indexed) else c.symbol.text): c for c in curves
    }


@pytest.mark.parametrize(("entry", "convention"), RULES, ids=NAMES)
def test_memories_are_the_engines_own(entry, convention):
    decay = {"weight_decay": 0.1} if convention.decay != "none" else {}
    race = race_of(entry.name, "booth", convention=convention.name, noise=0.2, **decay)
    openings = along(race, range(30))
    found = by_symbol(curves_of(openings)[0])
    assert next(iter(found)) == "g"
    assert list(found)[-1] == "η_eff"
    assert "θ" not in found
    assert "G₀" not in found
    assert ("g_λ" in found) == (convention.decay == "coupled")
    np.testing.assert_array_equal(found["g"].values, [o.used for o in openings])
    memory = openings[-1].after
    for name in set(getattr(memory, "_fields", ())) - {"t", "product"}:
        values = np.array([getattr(opening.after, name) for opening in openings])
        np.testing.assert_allclose(found[name].values, values, rtol=1e-12)
    assert all(np.isfinite(curve.values).all() for curve in found.values())


def test_the_curvature_along_the_way_is_that_of_the_surface():
    race = race_of("momentum", "rosenbrock", convention="pytorch", schedule="cosine", lr=1e-4)
    openings = along(race, range(40))
    surface = race.runs[0].surface
    _, bend = curves_of(openings, surface)
    largest = curvatures(surface, np.array([opening.x for opening in openings]))[1]
    np.testing.assert_allclose(bend.eigenvalues[:, 1], largest)
    rates = np.array([opening.rate for opening in openings])
    np.testing.assert_allclose(bend.product, rates * largest)
    np.testing.assert_allclose(bend.limit, 3.8)
    assert bend.theorem
    assert curves_of(openings)[1] is None


def test_a_run_that_turned_to_another_rule_has_both_memories():
    race = race_of("adam", "booth")
    momentum = OPTIMIZERS["momentum"]
    race.changes.append(Change(10, 0, {}, momentum, momentum.conventions[0]))
    curves, bend = curves_of(along(race, range(20)), race.runs[0].surface)
    named = {curve.name: curve.values[:, 0] for curve in curves}
    for name, mine in (("velocity", slice(10, 20)), ("second moment", slice(0, 10))):
        there = np.isfinite(named[name])
        assert there[mine].all()
        assert there.sum() == 10
    assert np.isfinite(named["effective rate"]).all()
    assert not bend.theorem


@pytest.mark.parametrize(("last", "most"), [(0, 5), (4, 5), (5, 5), (9999, 401), (400, 401)])
def test_steps_are_thinned_evenly_with_both_ends(last, most):
    steps = thinned(last, most)
    assert len(steps) == min(last + 1, most)
    assert (steps[0], steps[-1]) == (0, last)
    gaps = np.diff(steps)
    assert len(gaps) == 0 or gaps.max() - gaps.min() <= 1
