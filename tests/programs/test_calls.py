"""Which optimizer of a library a program calls, and what it says where there is none."""

import pytest

from app.engine.catalogue import OPTIMIZERS
from app.programs import program
from app.programs.calls import call_of, reason
from app.programs.legs import Leg
from tests.programs.cases import CASES, LANGUAGES

FORMS = [(name, form.name) for name, entry in OPTIMIZERS.items() for form in entry.conventions]
OWN = [(name, form) for name, form in FORMS if form in LANGUAGES]


def _leg(optimizer: str, form: str, **numbers: float) -> Leg:
    entry = OPTIMIZERS[optimizer]
    convention = entry.convention(form)
    return Leg(0, entry, convention, {**convention.defaults, **numbers})


@pytest.mark.parametrize(("optimizer", "form"), OWN, ids=map(" ".join, OWN))
def test_a_librarys_own_form_is_its_own_optimizer(optimizer: str, form: str) -> None:
    call = call_of(_leg(optimizer, form), form)

    assert call is not None
    assert call.function.startswith({"pytorch": "torch.optim."}.get(form, f"{form}."))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("optimizer", "form"), FORMS, ids=map(" ".join, FORMS))
def test_what_is_written_by_hand_has_a_reason_in_the_program(
    optimizer: str, form: str, language: str
) -> None:
    leg = _leg(optimizer, form)
    written = program(CASES[f"{optimizer} / {form} / plain"].race(), language, 0)
    by_hand = call_of(leg, language) is None

    words = reason(leg, language)
    comments = " ".join(
        line.removeprefix("# ") for line in written.text.splitlines() if line.startswith("# ")
    )
    assert (words in written.notes) == by_hand
    assert (words in comments) == by_hand


def test_weight_decay_of_another_kind_gets_a_line_of_its_own() -> None:
    bent = program(CASES["adamw / paper / bent"].race(), "pytorch", 0)

    assert "weight_decay=0.0" in bent.text
    assert "x -= scale * weight_decay * x" in bent.text
    assert any("acts apart from the gradient" in note for note in bent.notes)


def test_a_form_that_rests_at_nothing_is_written_by_hand_where_a_library_divides_0_by_0() -> None:
    assert call_of(_leg("adamax", "keras"), "keras") is not None
    assert call_of(_leg("adamax", "keras", eps=0.0), "keras") is None
    assert "0 / 0" in reason(_leg("adamax", "keras", eps=0.0), "keras")


def test_nesterov_without_momentum_is_no_nesterov_to_pytorch() -> None:
    call = call_of(_leg("nesterov", "pytorch", beta=0.0), "pytorch")

    assert call is not None
    assert "nesterov=False" in call.text(_leg("nesterov", "pytorch", beta=0.0), "[x]")
