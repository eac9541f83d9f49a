"""Races of the stream, however they come to be computed, are the same to the last bit."""

import pytest

from app.compute import courses
from app.compute.flights import canonical
from app.compute.process import kept
from app.compute.results import ended
from app.engine.checkpoints import patiently
from app.engine.outcome import outcomes
from app.spec import Refused, spec_from

RULES = ("sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamax", "nadam")
FAR = 64


def text(**fields) -> str:
    runs = [{"optimizer": name, "hyperparameters": {"lr": 0.002}} for name in RULES]
    problem = {"name": "himmelblau", **fields.pop("problem", {})}
    return canonical(spec_from({"problem": problem, "runs": runs, "steps": 300, **fields}))


def alone(spec: str) -> courses.Part:
    """All blocks, one at a time."""
    blocks = []
    while True:
        part = courses.go_on(patiently, "alone", spec, len(blocks), 1, None)
        blocks += part.blocks
        if part.ends is not None:
            del kept["alone"]
            return part._replace(blocks=blocks)


@pytest.mark.parametrize("noise", [0.0, 0.5])
def test_a_race_is_the_same_alone_and_together_with_others(noise: float):
    starts = [[x / 7, -x / 5] for x in range(9)]
    specs = [text(problem={"start": start, "noise": noise}) for start in starts]
    specs[3] = text(problem={"noise": noise}, runs=[{"optimizer": "adam"}])
    asked = [(f"home {place}", spec, 0, FAR, None) for place, spec in enumerate(specs)]

    assert courses.together(patiently, asked) == [alone(spec) for spec in specs]


def test_who_is_refused_stops_none_of_the_others():
    wrong = text().replace('"adam"', '"adamm"')
    asked = [(f"home {place}", spec, 0, FAR, None) for place, spec in enumerate([wrong, text()])]
    refusal, part = courses.together(patiently, asked)

    assert isinstance(refusal, Refused)
    assert "did you mean 'adam'" in str(refusal)
    assert part == alone(text())


@pytest.mark.parametrize(
    "spec",
    [
        text(),
        canonical(spec_from({
            "problem": {"kind": "network", "dataset": "moons"},
            "runs": [{"optimizer": "sgd"}, {"optimizer": "adam", "overrides": {"l2": 0.1}}],
            "steps": 120,
        })),
    ],
)  # fmt: skip
def test_a_race_that_was_lost_is_made_again_up_to_where_it_was(spec: str):
    whole = alone(spec)
    later = courses.go_on(patiently, "lost", spec, 2, FAR, None)
    del kept["lost"]

    assert later.blocks == whole.blocks[2 : 2 + len(later.blocks)]
    assert later.blocks


def test_how_runs_end_is_what_the_whole_of_their_way_says():
    runs = [{"optimizer": "sgd", "hyperparameters": {"lr": lr}} for lr in (1e-8, 0.01, 0.012, 1.0)]
    changes = [{"step": 50, "run": 1, "hyperparameters": {"lr": 2.0}}]
    spec = text(runs=runs, changes=changes, steps=600)
    race = spec_from(spec).race()
    expected = outcomes(race, [race.advance(601)])
    told = alone(spec).ends

    assert [end.status for end in expected] == ["stalled", "diverged", "converged", "diverged"]
    assert told == [ended(end) for end in expected]


def test_the_last_blocks_do_not_wait_for_what_is_said_of_a_divergence():
    runs = [{"optimizer": "sgd", "hyperparameters": {"lr": lr}} for lr in (0.01, 1.0)]
    calm, wild = text(runs=runs[:1], steps=100), text(runs=runs, steps=100)
    for spec, home in ((calm, "calm"), (wild, "wild")):
        part = courses.go_on(patiently, home, spec, 0, FAR, None)
        while len(part.blocks) < len(part.opened.lengths) and part.ends is None:
            more = courses.go_on(patiently, home, spec, len(part.blocks), FAR, None)
            part = more._replace(blocks=part.blocks + more.blocks)
        assert (part.ends is None) == (home == "wild")
    ends = courses.go_on(patiently, "wild", wild, len(part.blocks), 0, None).ends
    assert [end["status"] for end in ends] == ["converged", "diverged"]
    del kept["calm"], kept["wild"]


def test_the_text_of_a_race_is_the_same_whatever_the_order_of_its_fields():
    one = {"problem": {"name": "beale", "noise": 0.1}, "runs": [{"optimizer": "sgd"}], "steps": 9}
    other = {"steps": 9, "runs": [{"optimizer": "sgd"}], "problem": {"noise": 0.1, "name": "beale"}}

    assert canonical(spec_from(one)) == canonical(spec_from(other))
    assert spec_from(canonical(spec_from(one))) == spec_from(one)


def test_a_full_batch_of_one_run_stays_one_in_the_text_of_a_race():
    given = {
        "problem": {"kind": "network", "dataset": "moons"},
        "runs": [{"optimizer": "sgd", "overrides": {"batch_size": None}}],
    }

    assert '"batch_size":null' in canonical(spec_from(given))
