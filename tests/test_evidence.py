"""The page of evidence: complete, and no better than what the tests find."""

import re

import numpy as np
import pytest

from app.engine.catalogue import OPTIMIZERS
from app.evidence import LANGUAGES, evidence
from app.main import create_app
from scripts.write_evidence import KINDS, by_library, by_loop, by_programs, in_numpy
from tests.engine.parity import CASES, TOLERANCE, apart, engine_path, frozen
from tests.programs.libraries import NAMES
from tests.web.visitor import Visitor

LAST_DIGITS = 1e-14  # what another processor's rounding may come to in a whole path
FORMS = [(name, form.name) for name, entry in OPTIMIZERS.items() for form in entry.conventions]
each_form = pytest.mark.parametrize(("optimizer", "form"), FORMS, ids=map(" ".join, FORMS))


def _told(optimizer: str, form: str) -> dict:
    return evidence()["rules"][optimizer][form]


def test_every_form_of_every_rule_is_there_and_no_other() -> None:
    found = [(name, form) for name, forms in evidence()["rules"].items() for form in forms]

    assert found == FORMS
    for optimizer, form in FORMS:
        told = _told(optimizer, form)
        assert told["against"] == (form if form in frozen() else "loop")
        assert 0 <= told["difference"] <= TOLERANCE
        assert told["steps"] >= 1000
        assert list(told["programs"]) == list(LANGUAGES)


@each_form
def test_the_frozen_points_are_as_near_as_is_told(optimizer: str, form: str) -> None:
    told = _told(optimizer, form)
    if told["against"] == "loop":
        assert by_loop(optimizer, form) <= told["difference"] + LAST_DIGITS
        return
    found = [
        float(apart(engine_path(case, place)[int(step)], np.array(point)))
        for case in CASES
        if (case.optimizer, case.library) == (optimizer, form)
        for place, points in frozen()[form]["cases"][case.name]["points"].items()
        for step, point in points.items()
    ]

    assert max(found) <= told["difference"] + LAST_DIGITS


def test_the_libraries_figures_are_the_frozen_ones() -> None:
    versions = {k: v for file in frozen().values() for k, v in file["versions"].items()}
    assert evidence()["versions"].items() >= versions.items()
    assert evidence()["programs"]["races"] <= len(NAMES)
    for optimizer, form in FORMS:
        told = _told(optimizer, form)
        if told["against"] != "loop":
            assert (told["difference"], told["steps"]) == by_library(optimizer, form)
        assert told["programs"].items() >= by_programs(optimizer, form).items()


@each_form
def test_programs_in_numpy_are_as_near_as_is_told(optimizer: str, form: str) -> None:
    told = _told(optimizer, form)["programs"]["numpy"]["difference"]

    for kind in KINDS:
        assert in_numpy(f"{optimizer} / {form} / {kind}") <= told + LAST_DIGITS


def test_the_page_has_a_row_for_each_form() -> None:
    page = Visitor(create_app()).get("/evidence")

    assert page.status_code == 200
    assert len(re.findall(r'<th scope="row">', page.text)) == len(FORMS)
    for entry in OPTIMIZERS.values():
        assert entry.label in page.text
    assert "PyTorch 2.13.0" in page.text
    assert "a plain loop, from the source" in page.text
