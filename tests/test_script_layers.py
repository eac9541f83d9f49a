"""Who may import whom among the page's scripts, as docs/design.md says."""

import re
from pathlib import Path

import pytest

from app import places

SCRIPTS = places.static() / "js"
IMPORT = re.compile(r'(?:from|import)\s*\(?\s*"(\.[^"]+)"')

# Folder or file -> what it may import; everything may import its own folder.
ALLOWED = {
    "lib": (),
    "spec": ("lib",),
    "wire": (),
    "lanes": (),
    "surfaces": ("lib",),
    "address": ("lib", "spec"),
    "history": ("address",),
    "player": ("lib",),
    "link": ("lib", "spec", "wire", "lanes"),
    "notice": ("lib",),
    "offline": ("lib", "lanes", "controls"),
    "embed": ("lib", "plots", "history"),
    "controls": ("lib", "spec", "offline"),
    "plots": ("lib", "spec"),
    "networks": ("lib", "network"),
    "parts": ("lib", "step", "fair", "code", "lesson"),
    "step": ("lib", "spec", "controls", "plots"),
    "fair": ("lib", "spec", "controls", "plots"),
    "code": ("lib", "spec", "controls", "plots"),
    "terms": ("lib",),
    "lesson": ("terms", "lib", "spec", "controls", "plots", "address"),
    "network": ("lib", "spec", "controls", "plots"),
    "theme": (),
}  # main joins them all

# The same within network/, whose own files are there for all.
NETWORK = {
    "answers": (),
    "controls": ("answers",),
    "curves": (),
    "decisions": ("answers",),
    "drawing": ("answers",),
    "gradients": (),
    "outcomes": ("curves", "gradients"),
    "weights": (),
}
JOINERS = {"main.js", "words.js"}


def _layer(path: Path) -> str:
    return path.relative_to(SCRIPTS).parts[0].removesuffix(".js")


def _imports(script: Path) -> set[Path]:
    return {
        (script.parent / found).resolve()
        for line in script.read_text().splitlines()
        if not line.lstrip().startswith(("*", "/*", "//"))
        for found in IMPORT.findall(line)
    }


ALL = sorted(SCRIPTS.rglob("*.js"))
PARTS = [path for path in ALL if path.parent.parent == SCRIPTS / "network"]


@pytest.mark.parametrize("script", ALL, ids=lambda path: str(path.relative_to(SCRIPTS)))
def test_a_script_imports_only_what_its_layer_may(script: Path) -> None:
    layer = _layer(script)
    found = {_layer(path) for path in _imports(script)} - {layer}

    if layer != "main":
        assert found <= set(ALLOWED[layer])


@pytest.mark.parametrize("script", PARTS, ids=lambda path: str(path.relative_to(SCRIPTS)))
def test_a_part_of_networks_imports_only_what_it_may(script: Path) -> None:
    part = script.relative_to(SCRIPTS / "network").parts[0]
    found = {
        path.relative_to(SCRIPTS / "network").parts
        for path in _imports(script)
        if path.is_relative_to(SCRIPTS / "network")
    }

    assert {names[0] for names in found if len(names) > 1} - {part} <= set(NETWORK[part])
    assert not {names[0] for names in found if len(names) == 1} & JOINERS


def test_every_import_is_a_file() -> None:
    missing = [(script, path) for script in ALL for path in _imports(script) if not path.is_file()]

    assert not missing


def test_every_script_is_reached_from_the_page() -> None:
    named = ("main.js", "theme.js", "lesson/course.js", "offline/enlist.js", "offline/worker.js")
    reached = {SCRIPTS / name for name in named}
    waiting = list(reached)
    while waiting:
        for path in _imports(waiting.pop()) - reached:
            reached.add(path)
            waiting.append(path)

    assert set(ALL) == reached


def test_one_script_opens_the_socket() -> None:
    assert [path.name for path in ALL if "new WebSocket(" in path.read_text()] == ["line.js"]
