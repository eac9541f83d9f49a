"""Markdown as HTML, with formulas as MathML and links to races, terms and other lessons.

    [Start it on the ridge](race:ridge)     a button that loads a race of this lesson
    [curvature](term:curvature)             a word of the glossary
    [momentum](lesson:momentum-damps)       another lesson

Each term is also linked where it is first mentioned. HTML in the text stays text.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from latex2mathml.converter import convert
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin

from app.lessons.glossary import meant_by, mentions

_FORMULA_AND_MARK = re.compile(r'<span class="math inline">(?:(?!</span>).)*</span>[.,:;?!)]+')


@dataclass
class Links:
    """What a text links to: the names of races, terms and lessons, in the order of mention."""

    races: list[str] = field(default_factory=list)
    terms: list[str] = field(default_factory=list)
    lessons: list[str] = field(default_factory=list)


def html(text: str) -> str:
    """A text of several paragraphs."""
    return _kept(str(_markdown().render(text)))


def inline(text: str) -> str:
    """A sentence or two, without a paragraph around them and without links of their own."""
    return _kept(str(_markdown().renderInline(text, {"plain": True})))


def links(text: str) -> Links:
    """What a text links to, first mentions included."""
    found = Links()
    _markdown().render(text, {"links": found})
    return found


def _kept(page: str) -> str:
    """The page with no line broken between a formula and the mark that follows it."""
    return _FORMULA_AND_MARK.sub(r'<span class="kept">\g<0></span>', page)


@cache
def _markdown() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "typographer": False})
    parser.use(dollarmath_plugin, renderer=_formula, allow_digits=False)
    parser.core.ruler.push("links", _link)
    return parser


def _formula(latex: str, options: dict[str, Any]) -> str:
    return convert(latex, display="block" if options["display_mode"] else "inline")


def _link(state: Any) -> None:
    """Give links to races, terms and lessons their form, and link terms at first mention."""
    found = state.env.get("links") or Links()
    heading = False
    for token in state.tokens:
        if token.type in ("heading_open", "heading_close"):
            heading = token.type == "heading_open"
            token.tag = f"h{int(token.tag[1]) + 1}"  # below the lesson's title, itself an h2
        elif token.type == "inline":
            plain = heading or state.env.get("plain", False)
            token.children = list(_linked(token.children, found, plain))


def _linked(tokens: list[Token], found: Links, plain: bool) -> Iterator[Token]:
    """The tokens of one paragraph with their links."""
    tags: list[str] = []
    for token in tokens:
        if token.type == "link_open":
            tags.append(_opened(token, found))
        elif token.type == "link_close":
            token.tag = tags.pop()
        if token.type == "text" and not tags and not plain:
            yield from _with_terms(token.content, found)
        else:
            yield token


def _opened(token: Token, found: Links) -> str:
    """Give the beginning of a link its form. Its tag is that of the end too."""
    scheme, _, name = str(token.attrs.get("href", "")).partition(":")
    if scheme in _FORMS:
        _FORMS[scheme](token, name, found)
    return token.tag


def _race(token: Token, name: str, found: Links) -> None:
    found.races.append(name)
    token.tag = "button"
    token.attrs = {"type": "button", "class": "lesson-race", "data-race": name}


def _term(token: Token, name: str, found: Links) -> None:
    found.terms.append(name)
    token.attrs = {"class": "term", "href": f"lessons#term-{name}"}


def _lesson(token: Token, name: str, found: Links) -> None:
    found.lessons.append(name)
    token.attrs = {"href": f"./?lesson={name}"}


_FORMS: dict[str, Callable[[Token, str, Links], None]] = {
    "race": _race,
    "term": _term,
    "lesson": _lesson,
}


def _with_terms(words: str, found: Links) -> Iterator[Token]:
    """A piece of text, with each term linked that was not mentioned before."""
    end = 0
    for mention in mentions().finditer(words):
        name = meant_by()[mention[0].lower()]
        if name in found.terms:
            continue
        opening = Token("link_open", "a", 1)
        _term(opening, name, found)
        yield from (
            _text(words[end : mention.start()]),
            opening,
            _text(mention[0]),
            Token("link_close", "a", -1),
        )
        end = mention.end()
    yield _text(words[end:])


def _text(words: str) -> Token:
    return Token("text", "", 0, content=words)
