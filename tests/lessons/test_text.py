"""Markdown of lessons as HTML."""

from app.lessons.glossary import glossary, mentions
from app.lessons.text import html, inline, links


def test_a_formula_is_mathml() -> None:
    assert '<math xmlns="http://www.w3.org/1998/Math/MathML" display="inline">' in html(r"$\eta$")
    assert 'display="block"' in html("$$\nx + y\n$$")


def test_html_in_a_text_stays_text() -> None:
    assert html("<b>bold</b>") == "<p>&lt;b&gt;bold&lt;/b&gt;</p>\n"


def test_a_link_to_a_race_is_a_button() -> None:
    assert html("[Start *it*](race:ridge)") == (
        '<p><button type="button" class="lesson-race" data-race="ridge">Start <em>it</em></button>'
        "</p>\n"
    )


def test_a_link_to_a_lesson_leads_to_it() -> None:
    assert '<a href="./?lesson=xor-by-width">xor</a>' in html("[xor](lesson:xor-by-width)")


def test_a_term_is_linked_where_it_is_first_mentioned() -> None:
    shown = html("Momentum and momentum.\n\nMomentum, and a saddle point.")

    assert shown.count('href="lessons#term-momentum">Momentum</a> and momentum.') == 1
    assert shown.count("#term-momentum") == 1
    assert '<a class="term" href="lessons#term-saddle-point">saddle point</a>' in shown


def test_a_term_that_was_linked_by_hand_is_not_linked_again() -> None:
    assert html("[bends](term:curvature), then curvature").count("<a ") == 1


def test_headings_and_sentences_have_no_links_of_their_own() -> None:
    assert html("## Momentum") == "<h3>Momentum</h3>\n"
    assert inline("Momentum *stays*") == "Momentum <em>stays</em>"


def test_no_part_of_a_word_is_a_mention() -> None:
    assert [found[0] for found in mentions().finditer("noiseless, lossy, a step-loss; Loss")] == [
        "Loss"
    ]


def test_all_links_are_told() -> None:
    found = links("[a](race:one) [b](term:noise) [c](lesson:two) with momentum")

    assert (found.races, found.lessons) == (["one"], ["two"])
    assert found.terms == ["noise", "momentum"]


def test_a_way_to_write_a_term_belongs_to_one_term() -> None:
    written = [each.lower() for term in glossary().values() for each in term.also]

    assert len(written) == len(set(written))


def test_terms_are_explained_in_three_sentences_at_most() -> None:
    told = {term.name: term.says for term in glossary().values()}

    assert [name for name, says in told.items() if says.count(". ") > 2 or says[-1] != "."] == []


def test_no_line_breaks_between_a_formula_and_its_mark() -> None:
    assert html("As $x$, then $y$ too.").count('<span class="kept">') == 1
    assert "</math></span>,</span> then" in html("As $x$, then $y$ too.")
