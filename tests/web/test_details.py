"""Details of networks and the numbers of their past: how they are told and what they take."""

from dataclasses import replace

import numpy as np
import pytest

from app.compute import details
from app.compute.details import told_details
from app.compute.history import History
from app.compute.pace import points_of
from app.engine.catalogue import OPTIMIZERS, SCHEDULES
from app.engine.checkpoints import patiently
from app.engine.training import Standing, Trainee, Training
from app.spec import room_of
from tests.engine.network.building import built, made_up

SAMPLES = made_up(classes=3)


def training(networks, **fields):
    sgd = OPTIMIZERS["sgd"].conventions[0]
    constant = SCHEDULES.build("constant", {})
    runs = [Trainee(OPTIMIZERS["sgd"], sgd, sgd.defaults, constant, each) for each in networks]
    return Training(runs, 40, **fields)


def test_details_are_the_same_however_few_networks_are_held_at_a_time(monkeypatch):
    network = built(SAMPLES, hidden=(5, 4))
    seen = [Standing(3, network.initial(seed)) for seed in range(5)]
    heeded = []
    together = told_details([network] * 5, seen, lambda: heeded.append("together"))
    monkeypatch.setattr(details, "TOGETHER", 1)
    apart = told_details([network] * 5, seen, lambda: heeded.append("apart"))
    assert apart == together
    assert heeded == ["together"] + ["apart"] * 5


def test_details_end_when_they_are_told_to():
    network = built(SAMPLES)

    def never():
        raise InterruptedError

    with pytest.raises(InterruptedError):
        told_details([network], [Standing(0, network.initial(0))], never)
    assert told_details([network], [Standing(0, network.initial(0))], patiently)["runs"]


def test_networks_that_differ_each_have_the_examples_of_an_epoch():
    network = built(SAMPLES, batch_size=1)
    others = [replace(network, l2=0.1 * number) for number in range(8)]
    alike, different = training([network] * 8), training(others)
    inputs = 8 * SAMPLES.train_inputs.size / 40  # bytes, in points
    assert room_of(different) - room_of(alike) == pytest.approx(7 * inputs, abs=1)
    assert points_of(different) - points_of(alike) == pytest.approx(21 * inputs, abs=2)


def test_networks_share_the_examples_in_their_own_order():
    one, two = (built(SAMPLES, batch_size=None, l2=l2) for l2 in (0.0, 0.1))
    ours, theirs = (each._feed.at(0, np.dtype(float)).inputs for each in (one, two))
    assert ours is theirs
    assert not ours.flags.writeable


def test_of_a_past_that_is_cut_nothing_more_is_kept():
    history = History()
    history.add([training([built(SAMPLES)]).advance(30)])
    whole, cut = history.between(0, 30), history.before(7).between(0, 7)
    np.testing.assert_array_equal(cut.flow, whole.flow[:7])
    assert [step for step, _ in cut.evaluations] == list(range(7))
    assert cut.value.base is None or cut.value.base.nbytes <= 7 * 8
