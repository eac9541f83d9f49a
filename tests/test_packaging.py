"""The ways out of the checkout: a wheel in an empty environment, an image, and locks for both."""

import os
import re
import sys
import tempfile
import tomllib
import venv
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

from tests.image import DOCKERFILE, run
from tests.serving import ROOT, Server
from tests.test_container import assert_serves_the_page, unprivileged

PIP = ("-m", "pip", "--quiet", "--no-input", "--disable-pip-version-check")
LOCK = ROOT / "requirements" / "run.txt"

# The first release without a hole that would be open here.
FLOORS = {
    "brotli": ("1.2.0", "CVE-2025-6176: a small file unpacks to all of the memory"),
    "h11": ("0.16.0", "CVE-2025-43859: a request hides in the body of another"),
    "idna": ("3.7", "CVE-2024-3651: a long name takes quadratic time"),
    "jinja2": ("3.1.6", "CVE-2025-27516: a template leaves its sandbox"),
    "joblib": ("1.2.0", "CVE-2022-21797: text that is evaluated"),
    "markdown-it-py": ("2.2.0", "CVE-2023-26302: some Markdown never ends"),
    "scikit-learn": ("1.5.0", "CVE-2024-5206: keeps words that it should forget"),
    "starlette": ("1.3.1", "CVE-2025-62727 and others: a Range or a form blocks the server"),
    "uvicorn": ("0.52.1", "no flow control: a WebSocket that is not read fills the memory"),
}
PLOTLY_JS_FLOOR = "2.25.2"  # CVE-2023-46308: a plot's words reach into the prototypes of objects


@pytest.fixture
def elsewhere() -> Iterator[Path]:
    """A folder that has nothing to do with the checkout."""
    with tempfile.TemporaryDirectory(prefix="descent-") as folder:
        yield Path(folder).resolve()
        run("chmod", "-R", "u+w", folder)


@pytest.mark.slow
def test_installed_wheel_serves_the_page_from_anywhere(elsewhere: Path, tmp_path: Path) -> None:
    run(sys.executable, *PIP, "wheel", "--no-deps", "--no-build-isolation",
        "--wheel-dir", str(elsewhere), str(ROOT))  # fmt: skip
    (wheel,) = elsewhere.glob("*.whl")
    venv.create(elsewhere / "env", with_pip=True)
    python = str(elsewhere / "env" / "bin" / "python")
    run(python, *PIP, "install", "--require-hashes", "--requirement", str(LOCK))
    run(python, *PIP, "install", "--no-deps", "--no-index", str(wheel))
    (elsewhere / "empty").mkdir()
    run("chmod", "-R", "a-w", str(elsewhere))

    command = [*unprivileged(), python, "-m", "uvicorn", "app.main:app"]
    environment = {"PATH": os.environ["PATH"], "HOME": str(elsewhere)}
    server = Server(tmp_path / "log.txt", command, elsewhere / "empty", environment)
    server.start()
    try:
        assert_serves_the_page(server)
    finally:
        server.stop()
    assert "Traceback" not in server.said()


def test_image_runs_as_a_user_with_a_number_and_asks_after_its_own_health() -> None:
    last = DOCKERFILE.rpartition("\nFROM ")[2]

    assert re.search(r"^USER [1-9]\d*:[1-9]\d*$", last, re.MULTILINE)
    assert re.search(r"^HEALTHCHECK [^[]*CMD \[.*/healthz", last, re.MULTILINE)
    assert re.search(r'^CMD \["python"', last, re.MULTILINE)


def test_image_stands_on_one_base_that_cannot_change() -> None:
    bases = re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)

    assert len(bases) == 2
    assert len(set(bases)) == 1, "what is compiled for one base may not run on another"
    assert re.fullmatch(r"python:\d+\.\d+\.\d+-slim-\w+@sha256:[0-9a-f]{64}", bases[0])


def test_image_is_given_all_that_it_copies() -> None:
    given = (ROOT / ".dockerignore").read_text().splitlines()
    for source in re.findall(r"^COPY (?!--from)(\S+)", DOCKERFILE, re.M):
        assert f"!{source}" in given, f".dockerignore keeps {source} from the Dockerfile"
        assert (ROOT / source).exists()


def test_locks_hold_what_the_package_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = {
        "run": project["dependencies"],
        "test": [*project["dependencies"], *project["optional-dependencies"]["test"]],
    }
    for lock, requirements in asked.items():
        pins = pins_of(lock)
        for text in requirements:
            wanted = Requirement(text)
            held = pins.get(wanted.name.lower())
            assert held, f"requirements/{lock}.txt lacks {wanted.name}; run: make lock"
            assert all(wanted.specifier.contains(version) for version in held), text


@pytest.mark.parametrize("name", FLOORS)
def test_nothing_with_a_known_hole_is_installed(name: str) -> None:
    floor, why = FLOORS[name]

    for version in pins_of("run")[name]:
        assert Version(version) >= Version(floor), why


@pytest.mark.parametrize("name", FLOORS)
def test_nothing_with_a_known_hole_may_be_installed_without_the_lock(name: str) -> None:
    floor, why = FLOORS[name]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    for wanted in map(Requirement, project["dependencies"]):
        if wanted.name == name:
            lowest = [one.version for one in wanted.specifier if one.operator in (">=", "==")]
            assert lowest, f"{name} may be of any age: {why}"
            assert Version(lowest[0]) >= Version(floor), why


def test_plotly_carries_a_script_without_a_known_hole() -> None:
    script = (files("plotly") / "package_data" / "plotly.min.js").read_bytes()[:400]
    found = re.search(rb"plotly\.js v([0-9.]+)", script)

    assert found
    assert Version(found[1].decode()) >= Version(PLOTLY_JS_FLOOR)


def test_both_locks_agree() -> None:
    run_pins, test_pins = pins_of("run"), pins_of("test")

    assert {name: test_pins[name] for name in run_pins} == run_pins


@pytest.mark.parametrize("lock", ["run", "test"])
def test_lock_names_no_place_of_one_machine(lock: str) -> None:
    text = (ROOT / "requirements" / f"{lock}.txt").read_text()

    assert not re.search(r"file:|://|--(find-links|index-url|extra-index-url)", text)


def pins_of(lock: str) -> dict[str, set[str]]:
    """The versions that a lock holds, by package; more than one where Pythons differ."""
    text = (ROOT / "requirements" / f"{lock}.txt").read_text()
    pins: dict[str, set[str]] = {}
    for name, version in re.findall(r"^([A-Za-z0-9_.-]+)==([^\s;]+)", text, re.MULTILINE):
        pins.setdefault(name.lower(), set()).add(version)
    return pins
