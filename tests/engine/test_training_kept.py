"""What a training keeps: any of its steps again, another way on from there, and its progress."""

from dataclasses import replace
from threading import Thread

import numpy as np
import pytest

from app.engine import checkpoints
from app.engine.catalogue import OPTIMIZERS, SCHEDULES
from app.engine.network.diagnosis import gradient_flow
from app.engine.network.scores import evaluate
from app.engine.race import Change
from app.engine.training import Trainee, Training, every_for
from app.engine.verdict import verdicts
from tests.engine.network.building import built, made_up

CONSTANT = SCHEDULES.build("constant", {})
PLATEAU = SCHEDULES.build("plateau", {"patience": 1})
STEPS = 90
CHANGES = [Change(30, 0, {"lr": 0.5}), Change(30, 3, {"lr": 0.5}), Change(57, 0, {"lr": 0.02})]


def trainee(network, optimizer="sgd", schedule=CONSTANT, **numbers):
    kind = OPTIMIZERS[optimizer]
    form = kind.conventions[0]
    return Trainee(kind, form, {**form.defaults, **numbers}, schedule, network)


def mixed():
    """Every form of every rule, a rate that follows the loss, two that diverge, two problems."""
    samples = made_up(classes=3)
    network = built(samples, hidden=(5, 4), dropout=0.2, batch_size=7)
    wild = built(samples, hidden=(), loss="mse")
    return [
        trainee(network, lr=0.1),
        trainee(network, schedule=PLATEAU, lr=0.3),
        trainee(wild, lr=1e6),
        trainee(wild, lr=0.01),
        trainee(replace(wild, scale=1e300)),
        *(
            Trainee(kind, form, form.defaults, CONSTANT, network)
            for kind in OPTIMIZERS.values()
            for form in kind.conventions
        ),
    ]


def started(runs, steps=STEPS, changes=CHANGES, **fields):
    return Training(runs, steps, 1, list(changes), **{"every": 1, "keep": True, **fields})


def over(training, block=1000):
    """All blocks of a training as one."""
    blocks = []
    while not training.over:
        blocks.append(training.advance(block))
    return blocks


def straight(runs, steps=STEPS, changes=CHANGES):
    """The point of each run at each step, one step at a time."""
    points = []
    training = started(runs, steps, changes, keep=False)
    while not training.over:
        training.advance(1)
        points.append([standing.x for standing in training.at(training.step - 1)])
    return points


@pytest.fixture(scope="module")
def known():
    runs = mixed()
    return runs, straight(runs)


def equal(one, other):
    for ours, theirs in zip(one, other, strict=True):
        np.testing.assert_array_equal(ours, theirs)


def same_records(one, other):
    for ours, theirs in zip(one, other, strict=True):
        assert ours.scores == theirs.scores
        for name in ("value", "gradient_norm", "rate", "moved", "final"):
            np.testing.assert_array_equal(getattr(ours, name), getattr(theirs, name))
        assert (ours.lost is None) == (theirs.lost is None)
        if ours.lost is not None:
            np.testing.assert_array_equal(ours.lost, theirs.lost)


def test_any_step_is_looked_at_again_to_the_last_bit(known) -> None:
    runs, points = known
    training = started(runs)
    over(training, 37)
    rng = np.random.default_rng(0)
    for step in [0, 90, 89, 1, 2, 3, 30, 31, 57, 58, *rng.integers(0, 91, 30)]:
        equal([standing.x for standing in training.at(int(step))], points[step])


def test_a_walk_that_was_ended_on_its_way_goes_on_later_to_the_last_bit(known) -> None:
    class Unwanted(Exception):
        pass

    heeded = 0

    def heed():
        nonlocal heeded
        heeded += 1
        if heeded == 3:
            raise Unwanted

    runs, points = known
    training = started(runs, every=None)
    training._kept.stride = 1000
    over(training, 37)
    with pytest.raises(Unwanted):
        training.at(80, heed)
    equal([standing.x for standing in training.at(80)], points[80])


def test_a_run_that_diverged_stands_at_its_last_finite_step(known) -> None:
    runs, _ = known
    training = started(runs)
    over(training)
    records = training.records()
    ends = [len(record.value) - 1 for record in records]
    assert 10 < ends[2] < 60
    assert ends[4] == -1
    for step in (0, ends[2] - 1, ends[2], ends[2] + 1, 90, 1000):
        standings = training.at(step)
        assert [s.step for s in standings] == [max(0, min(step, end)) for end in ends]
    np.testing.assert_array_equal(training.at(80)[2].x, records[2].final)
    np.testing.assert_array_equal(training.at(80)[4].x, runs[4].start)


def test_what_is_not_computed_yet_stands_where_training_is(known) -> None:
    runs, points = known
    training = started(runs)
    assert [standing.step for standing in training.at(50)] == [0] * len(runs)
    training.advance(13)
    assert max(standing.step for standing in training.at(50)) == 12
    equal([standing.x for standing in training.at(50)], points[12])


def test_looking_while_another_thread_trains_changes_nothing(known) -> None:
    runs, points = known
    training = started(runs)
    thread = Thread(target=over, args=(training, 4))
    thread.start()
    rng = np.random.default_rng(0)
    while thread.is_alive():
        standings = training.at(int(rng.integers(0, STEPS)))
        for number, standing in enumerate(standings):
            np.testing.assert_array_equal(standing.x, points[standing.step][number])
    thread.join()
    same_records(training.records(), _whole(runs))


def _whole(runs, steps=STEPS, changes=CHANGES, **fields):
    training = started(runs, steps, changes, **fields)
    over(training)
    return training.records()


def test_memory_is_bounded_and_every_step_still_there(known, monkeypatch) -> None:
    runs, points = known
    monkeypatch.setattr(checkpoints, "BUDGET", 200_000)
    training = started(runs)
    over(training, 10)
    kept = training._kept.all()
    assert training._kept.size <= 200_000
    assert 1 < len(kept) < STEPS / checkpoints.CLOSEST
    assert all(checkpoint.step % training._kept.stride == 0 for checkpoint in kept)
    for step in (90, 3, 44, 45):
        equal([standing.x for standing in training.at(step)], points[step])


@pytest.mark.parametrize(
    ("computed", "steps", "changes", "first"),
    [
        (91, 140, CHANGES, 91),
        (91, 50, CHANGES, 50),
        (91, 90, CHANGES, 91),
        (91, 90, [*CHANGES, Change(63, 5, {"lr": 0.2})], 60),
        (91, 120, CHANGES[:1], 30),
        (44, 120, CHANGES, 44),
        (91, 90, [Change(0, 0, {"lr": 0.2})], 0),
        (17, 90, [*CHANGES, Change(17, 1, {"lr": 0.2})], 17),
    ],
)
def test_a_branch_is_the_race_from_the_start(computed, steps, changes, first) -> None:
    runs = mixed()
    training = started(runs)
    training.advance(computed)
    before = training.at(3)

    branch = training.branched(steps, changes)
    assert branch.step == first
    if first:
        earlier = min(first - 1, 12)
        equal([s.x for s in branch.at(earlier)], [s.x for s in training.at(earlier)])
        assert max(s.step for s in branch.at(1000)) == first - 1
    scratch = started(runs, steps, changes, every=branch.every)
    expected = over(scratch)
    found = over(branch, 11)
    assert not found or found[0].first == first

    same_records(branch.records(), scratch.records())
    assert verdicts(branch, branch.records()) == verdicts(scratch, scratch.records())
    for column in range(1, 6):
        parts = [block[column] for block in found]
        whole = expected[0][column]
        equal(np.concatenate([whole[:first], *parts]), whole)
    later = [(step, table) for step, table in expected[0].evaluations if step >= first]
    for (step, table), (at, theirs) in zip(
        [pair for block in found for pair in block.evaluations], later, strict=True
    ):
        assert step == at
        np.testing.assert_array_equal(table, theirs)
    for step in (0, 33, 77):
        equal([s.x for s in branch.at(step)], [s.x for s in scratch.at(step)])
    equal([s.x for s in training.at(3)], [s.x for s in before])


def test_a_branch_of_a_branch_and_one_that_was_not_started() -> None:
    runs = mixed()[:4]
    training = started(runs).branched(STEPS, CHANGES[:2])
    training.advance(50)
    training = training.branched(120, CHANGES)
    training.advance(20)
    training = training.branched(100, CHANGES[:2])
    assert training.step == 55
    over(training)
    same_records(training.records(), _whole(runs, 100, CHANGES[:2], every=training.every))


def changes_for(sources, *later):
    """Those of the runs named, by their new numbers."""
    past = [replace(c, run=n) for n, run in enumerate(sources) for c in CHANGES if c.run == run]
    return [*past, *later]


@pytest.mark.parametrize("computed", [91, 57, 20])
@pytest.mark.parametrize("sources", [[0, 0, 3], [3, 2, 3, 0, 1, 1, 4], [7, 5, 6, 5, 0]])
def test_a_run_with_the_past_of_another_is_not_trained_again(computed, sources) -> None:
    runs = mixed()
    training = started(runs)
    training.advance(computed)
    momentum = OPTIMIZERS["momentum"]
    turn = Change(60, 1, {"beta": 0.5}, momentum, momentum.conventions[0])
    changes = changes_for(sources, turn)

    branch = training.recast(sources).branched(80, changes)
    assert branch.step == min(60, computed)
    scratch = started([runs[source] for source in sources], 80, changes, every=branch.every)
    over(scratch)
    over(branch, 11)
    same_records(branch.records(), scratch.records())
    assert verdicts(branch, branch.records()) == verdicts(scratch, scratch.records())
    for step in (0, 33, 61, 80):
        equal([s.x for s in branch.at(step)], [s.x for s in scratch.at(step)])
    steps, points = zip(*branch.snapshots(), strict=True)
    wanted, there = zip(*scratch.snapshots(), strict=True)
    assert steps == wanted
    equal(points, there)


def test_a_recast_training_leaves_the_first_as_it_was() -> None:
    runs = mixed()[:4]
    training, alone = started(runs), started(runs)
    training.advance(40)
    other = training.recast([1, 0, 1])
    over(other)
    over(training)
    over(alone)
    same_records(training.records(), alone.records())


def test_what_is_recast_keeps_within_the_memory(monkeypatch) -> None:
    training = started(mixed()[:1], changes=())
    over(training)
    monkeypatch.setattr(checkpoints, "BUDGET", training._kept.size)
    other = training.recast([0] * 8)
    assert other._kept.size <= training._kept.size
    assert other._kept.stride > training._kept.stride
    equal([s.x for s in other.at(77)], [training.at(77)[0].x] * 8)


@pytest.mark.parametrize(("steps", "every"), [(60, 7), (150, 2), (150, 45)])
def test_a_branch_that_is_scored_elsewhere_makes_up_for_the_past(steps, every) -> None:
    runs = mixed()
    training = started(runs, every=5)
    training.advance(50)
    branch = training.branched(steps, CHANGES, every)
    assert branch.step == 50
    scratch = started(runs, steps, every=every)
    over(scratch)
    over(branch)
    same_records(branch.records(), scratch.records())
    ours, theirs = (each.evaluations(10, 62) for each in (branch, scratch))
    assert [step for step, _ in ours] == [step for step, _ in theirs]
    for (_, table), (_, expected) in zip(ours, theirs, strict=True):
        np.testing.assert_array_equal(table, expected)


def test_others_have_their_turns_while_a_branch_makes_up_for_its_past() -> None:
    training = started(mixed(), every=5)
    training.advance(40)
    turns = []

    def heed() -> None:
        turns.append(training.step)
        training.advance(1)  # it is not this branch's alone

    branch = training.branched(150, CHANGES, 2, heed)
    scratch = started(mixed(), 150, every=2)
    over(scratch)
    over(branch)
    assert len(turns) >= 16  # 40 steps scored at every second, without those at every tenth
    assert training.step > 40
    same_records(branch.records(), scratch.records())


def test_a_branch_that_is_unwanted_is_made_up_for_no_further() -> None:
    class Unwanted(Exception):
        """Nobody waits for it."""

    def heed() -> None:
        raise Unwanted

    training = started(mixed(), every=5)
    training.advance(50)
    with pytest.raises(Unwanted):
        training.branched(150, CHANGES, 2, heed)


def test_a_steered_training_is_the_one_with_that_change() -> None:
    runs = mixed()[:4]
    training = started(runs, changes=())
    training.advance(30)
    training.at(29)
    training.steer(0, {"lr": 0.5})
    assert training.steer(3, {"lr": 0.5}) == CHANGES[1]
    training.advance(27)
    training.steer(0, {"lr": 0.02})
    over(training)
    same_records(training.records(), _whole(runs))
    for step in (29, 30, 31, 56, 57, 58):
        equal(
            [standing.x for standing in training.at(step)],
            straight(runs, step)[step],
        )


def test_progress_is_what_the_records_say() -> None:
    runs = mixed()
    training = started(runs, every=20)
    blocks = over(training, 7)
    value, norm, rate, moved, flow = (
        np.concatenate([block[column] for block in blocks]) for column in range(1, 6)
    )
    assert [block.first for block in blocks] == list(range(0, 91, 7))
    for number, record in enumerate(training.records()):
        length = len(record.value)
        for whole, part in ((value, record.value), (norm, record.gradient_norm)):
            np.testing.assert_array_equal(whole[:length, number], part)
        np.testing.assert_array_equal(rate[:length, number], record.rate)
        if length:
            np.testing.assert_array_equal(moved[:length, number], [0, *record.moved[:-1]])
        for column in (value, norm, rate, moved, flow):
            assert np.isnan(column[length:, number]).all()
    tables = [pair for block in blocks for pair in block.evaluations]
    assert [step for step, _ in tables] == [0, 20, 40, 60, 80, 90]
    for step, table in tables:
        x = training.at(step)[0].x
        found = evaluate(runs[0].network, x)
        expected = [*(part.loss for part in found), *(part.accuracy for part in found)]
        np.testing.assert_allclose(table[0], expected, rtol=1e-12)
        assert np.isnan(table[4]).all()


def test_flow_is_the_gradient_of_each_layer_at_its_step() -> None:
    runs = mixed()
    training = started(runs)
    (block,) = over(training)
    assert block.flow.shape == (91, len(runs), 3)
    assert np.isnan(block.flow[:, 2:5, 1:]).all()
    for step in (0, 1, 45):
        for number in (0, 1, 3, 9):
            network = runs[number].network
            expected = gradient_flow(network, training.at(step)[number].x, step)
            layers = len(expected)
            np.testing.assert_allclose(block.flow[step, number, :layers], expected, rtol=1e-9)


def test_quality_of_numbers_is_the_variance_explained() -> None:
    network = built(made_up(classes=0, test=0.0), loss="mse")
    training = started([trainee(network)], 10, ())
    (block,) = over(training)
    step, table = block.evaluations[-1]
    assert step == 10
    found = evaluate(network, training.at(10)[0].x)
    np.testing.assert_array_equal(table, [[found.train.loss, np.nan, found.train.r2, np.nan]])
    (record,) = training.records()
    assert record.scores.train_accuracy is None
    assert record.scores.train_r2[-1] == (10, float(found.train.r2))
    assert record.scores.test_r2 == []


@pytest.mark.parametrize("steps", [1, 99, 100, 101, 199, 200, 201, 2000, 9999, 10_000])
def test_scores_of_a_longer_race_are_among_those_of_a_shorter(steps: int) -> None:
    every = every_for(steps)
    assert steps / every <= 100
    later = every_for(10_000, every)
    assert later % every == 0
    assert later >= every


def test_snapshots_are_points_of_the_path(known) -> None:
    runs, points = known
    training = started(runs)
    over(training)
    ends = [len(record.value) - 1 for record in training.records()]
    for number, (steps, path) in enumerate(training.snapshots(8)):
        assert steps == sorted(set(steps))
        assert len(steps) <= 8
        if number not in (2, 4):
            assert (steps[0], steps[-1]) == (0, ends[number])
        equal(path, [points[step][number] for step in steps])


def test_a_path_is_cut_off_where_a_run_goes_far_away(known) -> None:
    runs, _ = known
    training = started(runs[:4])
    over(training)
    steps, path = training.snapshots()[2]
    start = max(np.linalg.norm(run.start) for run in runs[:4])
    assert steps[-1] < len(training.records()[2].value) - 1
    assert np.linalg.norm(path - path[0], axis=1).max() < 100 * start


@pytest.mark.filterwarnings("error")
def test_an_opened_step_of_a_training_is_the_move_that_followed():
    adam, paper = OPTIMIZERS["adam"], OPTIMIZERS["adam"].conventions[0]
    turn = Change(41, 4 + 1, {"lr": 0.02}, adam, paper)
    training = started(mixed(), changes=[*CHANGES, turn])
    over(training)

    for run in (0, 1, 3, 5, 6):
        for step in (0, 29, 30, 41, 57, 88):
            opened = training.opened(step, run)
            here, there = (training.at(at)[run].x for at in (step, step + 1))
            assert opened.step == step
            np.testing.assert_array_equal(opened.x, here)
            np.testing.assert_array_equal(opened.x + opened.change, there)
    assert training.opened(41, 5).convention is paper
    assert training.opened(90, 2).step == training.at(90)[2].step
