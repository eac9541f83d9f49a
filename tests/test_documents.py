"""What the documents say can be done, can be done."""

import re
import runpy
import subprocess
import sys
from inspect import isclass
from pathlib import Path

import numpy as np
import pytest

from app.engine.contracts import Optimizer
from app.engine.formula import carried_out, first_scope, lines_of
from tests.serving import ROOT, serving

DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
each_document = pytest.mark.parametrize(
    "document", DOCUMENTS, ids=[str(path.relative_to(ROOT)) for path in DOCUMENTS]
)


@each_document
def test_every_link_leads_to_a_file(document: Path) -> None:
    text = re.sub(r"```.*?```", "", document.read_text(), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if not re.match(r"https?:|#", target):
            path = document.parent / target.partition("#")[0]
            assert path.exists(), f"{document.name} leads to {target}, which is not there"


@each_document
def test_every_target_of_make_exists(document: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = set(re.findall(r"(?:^|`)make ([a-z]+)", document.read_text(), re.MULTILINE))

    assert named <= targets


def test_first_script_of_the_readme_races(tmp_path: Path) -> None:
    script = code_of("README.md")
    with serving(tmp_path / "log.txt") as server:
        done = subprocess.run(
            [sys.executable, "-c", script.replace("http://127.0.0.1:8000", server.url)],
            capture_output=True,
            text=True,
            check=False,
        )

    assert done.returncode == 0, done.stderr
    assert [line.split()[0] for line in done.stdout.splitlines()] == ["Adam", "Gradient"]


def test_whole_optimizer_of_the_recipe_moves(tmp_path: Path) -> None:
    recipe = tmp_path / "sign.py"
    recipe.write_text(code_of("CONTRIBUTING.md"))
    names = runpy.run_path(str(recipe), run_name="sign").values()
    (entry,) = (
        item
        for item in names
        if isclass(item) and issubclass(item, Optimizer) and item.__module__ == "sign"
    )
    (convention,) = entry.conventions
    x, gradient = np.zeros((1, 2)), np.array([[2.0, -0.5]])
    rule = convention.rule()

    change, _ = rule.move(x, gradient, rule.start(x), 0.1)

    np.testing.assert_allclose(change, [[-0.1, 0.1]])
    scope = first_scope(
        convention, convention.defaults, (0.1, 0.1), x[0], gradient[0], rule.start(x[0]), 0
    )
    assert carried_out(lines_of(convention), scope)[-1].after.tolist() == change[0].tolist()
    assert entry.summary().startswith("Move by the same length")
    assert r"\mathrm{sign}(g)" in convention.formula()


def code_of(document: str) -> str:
    """The first Python of a document."""
    found = re.search(r"```python\n(.*?)```", (ROOT / document).read_text(), re.DOTALL)
    assert found, f"{document} has no Python"
    return found[1]
