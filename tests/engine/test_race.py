"""A race: runs from one spec, as lanes of few descents."""

from dataclasses import replace

import numpy as np
import pytest

from app.engine.catalogue import OPTIMIZERS, SCHEDULES, SURFACES
from app.engine.race import Change, Race, Run, joined, path_of

CONSTANT = SCHEDULES.build("constant", {})


def run(optimizer="sgd", convention=None, surface="beale", noise=0.0, start=None, **numbers):
    kind = OPTIMIZERS[optimizer]
    form = kind.convention(convention) if convention else kind.conventions[0]
    place = SURFACES.build(surface, {})
    settings = {**form.defaults, **numbers}
    return Run(kind, form, settings, CONSTANT, place, start or place.start, noise)


def everything(surface="beale", noise=0.3):
    return [
        run(name, convention.name, surface, noise)
        for name, optimizer in OPTIMIZERS.items()
        for convention in optimizer.conventions
    ]


def whole(race, block=100):
    blocks = []
    while not race.over:
        blocks.append(race.advance(block))
    return joined(blocks)


def same(left, right):
    for one, other in zip(left, right, strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize("surface", SURFACES)
def test_a_run_takes_the_same_path_alone_and_in_company(surface: str):
    runs = everything(surface)
    together = whole(Race(runs * 2, 200, seed=1))
    for lane, alone in enumerate(runs):
        path = whole(Race([alone], 200, seed=1))
        for column, expected in zip(path[1:], together[1:], strict=True):
            np.testing.assert_array_equal(column[:, 0], expected[:, lane])
            np.testing.assert_array_equal(column[:, 0], expected[:, lane + len(runs)])


def test_runs_on_different_surfaces_race_in_their_own_order():
    runs = [run(surface=name) for name in ("beale", "ravine", "beale", "matyas")]
    frames = whole(Race(runs, 50))
    for lane, alone in enumerate(runs):
        same(whole(Race([alone], 50))[1:], [column[:, lane : lane + 1] for column in frames[1:]])


def test_a_change_is_for_its_run_from_its_step_on():
    runs = everything()
    plain = whole(Race(runs, 100))
    changed = whole(Race(runs, 100, changes=[Change(40, 5, {"lr": 0.02})]))

    same([c[:41] for c in plain[1:3]], [c[:41] for c in changed[1:3]])
    others = [lane for lane in range(len(runs)) if lane != 5]
    same([c[:, others] for c in plain[1:]], [c[:, others] for c in changed[1:]])
    assert (changed.rate[40:, 5] == 0.02).all()
    assert (changed.point[41:, 5] != plain.point[41:, 5]).any()


def test_the_last_of_two_changes_at_one_step_counts():
    changes = [Change(3, 0, {"lr": 0.5}), Change(3, 0, {"lr": 0.002})]
    assert whole(Race([run()], 5, changes=changes)).rate[:, 0].tolist() == [0.01] * 3 + [0.002] * 3


@pytest.mark.parametrize("step", [0, 5, 10])
def test_a_change_may_be_at_any_step_from_the_first_to_the_last(step: int):
    frames = whole(Race([run()], 10, changes=[Change(step, 0, {"lr": 0.002})]), block=5)
    assert frames.rate[:, 0].tolist() == [0.01] * step + [0.002] * (11 - step)


def test_a_steered_race_is_reproduced_by_its_changes():
    steered = Race(everything(), 90, seed=2)
    blocks = [steered.advance(20)]
    steered.steer(3, {"lr": 0.02})
    steered.steer(4, {"lr": 0.03})
    blocks.append(steered.advance(33))
    steered.steer(3, {"lr": 0.01})
    blocks.append(steered.advance(100))

    again = Race(everything(), 90, seed=2, changes=list(steered.changes))
    same(joined(blocks), whole(again, block=17))


def test_a_race_records_its_start_and_every_step():
    race = Race([run()], 10)
    assert [len(race.advance(4).value) for _ in range(3)] == [4, 4, 3]
    assert race.over


def test_a_path_ends_where_the_finite_numbers_do():
    blocks = []
    race = Race([run(lr=1.0), run(lr=1e-4)], 60)
    while not race.over:
        blocks.append(race.advance(7))
    short, long = path_of(blocks, 0), path_of(blocks, 1)
    assert 2 < len(short.value) < 61
    assert len(long.value) == 61
    for column in short[1:]:
        assert np.isfinite(column).all()


def turned(step, name, convention=None, **numbers):
    kind = OPTIMIZERS[name]
    form = kind.convention(convention) if convention else kind.conventions[0]
    return Change(step, 0, numbers, kind, form)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_a_run_that_turns_to_another_rule_begins_it_afresh(name: str):
    noisy = run("adam", noise=0.2)
    path = whole(Race([noisy], 80, seed=2, changes=[turned(30, name)]))
    before = whole(Race([noisy], 80, seed=2))
    same([column[:31] for column in path[1:4]], [column[:31] for column in before[1:4]])

    start = tuple(float(number) for number in path.point[30, 0])
    kind = OPTIMIZERS[name]
    frames = whole(Race([run(name, start=start)], 50))
    quiet = whole(Race([run("adam", start=start)], 50, changes=[turned(0, name)]))
    same(frames[1:], quiet[1:])
    assert kind.conventions[0].defaults.get("lr", 1.0) == path.rate[30, 0]


def test_a_turn_leaves_all_others_of_its_team_alone():
    runs = [run("adam", noise=0.2, lr=0.01 * (place + 1)) for place in range(5)]
    turns = [
        Change(20, 2, {"lr": 0.03}, OPTIMIZERS["sgd"], OPTIMIZERS["sgd"].conventions[0]),
        Change(40, 2, {"lr": 0.01}),
        Change(60, 0, {"beta1": 0.5}),
    ]
    together = whole(Race(runs, 90, seed=3, changes=turns))
    for lane, alone in enumerate(runs):
        own = [replace(change, run=0) for change in turns if change.run == lane]
        path = whole(Race([alone], 90, seed=3, changes=own))
        same([column[:, 0] for column in path[1:]], [column[:, lane] for column in together[1:]])


def test_an_opened_step_is_the_move_that_follows():
    runs = everything(noise=0.3)
    race = Race(runs, 60, seed=4, changes=[Change(25, 3, {"lr": 0.004})])
    race.advance(25)
    opened = [race.opened(number) for number in range(len(runs))]
    frames = race.advance(2)

    finite = np.flatnonzero(np.isfinite(frames.value[0]))
    assert len(finite) > 0.9 * len(runs)
    for lane in finite:
        opening = opened[lane]
        assert opening.step == 25
        np.testing.assert_array_equal(opening.x, frames.point[0, lane])
        np.testing.assert_array_equal(opening.x + opening.change, frames.point[1, lane])
        norm = np.sqrt(np.square(opening.gradient).sum(-1))
        noted = [column[0, lane] for column in frames[2:]]
        np.testing.assert_array_equal([opening.value, norm, opening.rate], noted)
        assert (opening.used != opening.gradient).all()
    assert opened[3].hyperparameters["lr"] == 0.004


def test_a_copied_race_goes_its_own_way():
    race = Race(everything(), 60, seed=5)
    race.advance(20)
    other = race.copy()
    other.steer(0, {"lr": 0.5})
    ahead = race.advance(41)
    changed = other.advance(41)

    same([column[:, 1:] for column in ahead[1:]], [column[:, 1:] for column in changed[1:]])
    assert not np.array_equal(ahead.point[:, 0], changed.point[:, 0])
