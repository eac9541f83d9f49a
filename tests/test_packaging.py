"""The ways out of the checkout: a wheel in an empty environment, and the image's own steps."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import tomllib
import venv
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urljoin
from urllib.request import Request, urlopen

import pytest
from packaging.requirements import Requirement

from tests.serving import ROOT, Server

PIP = ("-m", "pip", "--quiet", "--no-input", "--disable-pip-version-check")
LOCK = ROOT / "requirements" / "run.txt"


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

    assert_serves_the_page(server)


@pytest.mark.slow
def test_image_serves_the_page_and_writes_nothing(elsewhere: Path, tmp_path: Path) -> None:
    image = build(elsewhere)
    environment = {"PATH": os.environ["PATH"], "HOME": str(elsewhere), **image.environment}
    before = tree(elsewhere)
    run("chmod", "-R", "a-w", str(elsewhere))

    server = Server(
        tmp_path / "log.txt", [*unprivileged(), *image.command], image.workdir, environment
    )
    assert_serves_the_page(server)

    assert tree(elsewhere) == before


def test_image_runs_as_a_user_with_a_number_and_asks_after_its_own_health() -> None:
    text = (ROOT / "Dockerfile").read_text()
    last = text.rpartition("\nFROM ")[2]

    assert re.search(r"^USER [1-9]\d*:[1-9]\d*$", last, re.MULTILINE)
    assert re.search(r"^HEALTHCHECK [^[]*CMD \[.*/healthz", last, re.MULTILINE)
    assert re.search(r'^CMD \["python"', last, re.MULTILINE)
    for base in re.findall(r"^FROM (\S+)", text, re.MULTILINE):
        assert re.search(r":\d+\.\d+", base), f"{base} may be any version"


def test_image_is_given_all_that_it_copies() -> None:
    given = (ROOT / ".dockerignore").read_text().splitlines()
    for source in re.findall(r"^COPY (?!--from)(\S+)", (ROOT / "Dockerfile").read_text(), re.M):
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
    for name, version in re.findall(r"^([A-Za-z0-9_.-]+)==([^ ;]+)", text, re.MULTILINE):
        pins.setdefault(name.lower(), set()).add(version)
    return pins


def assert_serves_the_page(server: Server) -> None:
    server.start()
    try:
        page = fetch(f"{server.url}/")
        assert "<html" in page
        links = set(re.findall(r'(?:src|href)="([^"]*static/[^"]+)"', page))
        assert links, "the page names no static file"
        for link in links:
            assert fetch(urljoin(f"{server.url}/", link)), f"{link} is empty"
    finally:
        server.stop()
    assert "Traceback" not in server.said()


def fetch(url: str) -> str:
    with urlopen(Request(url), timeout=20) as answer:
        assert answer.status == 200
        return answer.read().decode("utf-8", "replace")


def tree(root: Path) -> set[str]:
    return {str(path.relative_to(root)) for path in root.rglob("*")}


def run(*command: str, cwd: Path = ROOT, environment: Mapping[str, str] = os.environ) -> None:
    done = subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{shlex.join(command)}\n{done.stdout}{done.stderr}"


def unprivileged() -> list[str]:
    """What to put before a command so that even root heeds the permissions of files."""
    if os.geteuid() != 0 or not shutil.which("setpriv"):
        return []
    return ["setpriv", "--no-new-privs", "--bounding-set=-all", "--inh-caps=-all"]


class Stage:
    """One FROM of the Dockerfile, in a folder instead of an image."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.workdir = root
        self.environment: dict[str, str] = {}
        self.command: list[str] = []

    def place(self, path: str) -> Path:
        """Where a path of the image lies on this machine."""
        return self.root / path.lstrip("/") if path.startswith("/") else self.workdir / path

    def words(self, text: str) -> str:
        """A text of the image with its paths and its Python moved to this machine."""
        moved = re.sub(r"(?<![\w/])/srv\b", str(self.place("/srv")), text)
        return re.sub(r"(?<![\w/-])python(?= )", shlex.quote(sys.executable), moved)


def build(root: Path) -> Stage:
    """Do what the Dockerfile says, as far as that goes without an engine."""
    text = re.sub(r"^\s*#.*\n", "", (ROOT / "Dockerfile").read_text(), flags=re.MULTILINE)
    stages: dict[str, Stage] = {}
    stage = Stage(root)
    for line in filter(None, text.replace("\\\n", " ").splitlines()):
        instruction, _, rest = line.partition(" ")
        match instruction:
            case "FROM":
                name = rest.partition(" AS ")[2] or "last"
                stage = stages[name] = Stage(root / name)
            case "WORKDIR":
                stage.workdir = stage.place(rest)
                stage.workdir.mkdir(parents=True)
            case "ENV":
                pairs = (word.split("=", 1) for word in shlex.split(stage.words(rest)))
                stage.environment.update((name, value) for name, value in pairs)
            case "COPY":
                *sources, target = rest.split()
                origin = ROOT
                if sources[0].startswith("--from="):
                    origin = stages[sources.pop(0).removeprefix("--from=")].root
                copy(origin / sources[0].lstrip("/"), stage.place(target))
            case "RUN":
                environment = {**os.environ, **stage.environment}
                run("sh", "-c", stage.words(rest), cwd=stage.workdir, environment=environment)
            case "CMD":
                python, *arguments = json.loads(rest)
                assert python == "python"
                stage.command = [sys.executable, *arguments]
    return stage


def copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        skip = shutil.ignore_patterns("__pycache__") if source.is_relative_to(ROOT) else None
        shutil.copytree(source, target, ignore=skip)
    else:
        shutil.copy(source, target)
