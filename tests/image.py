"""The image's own steps, done in a folder: there need not be an engine for images."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.serving import ROOT

DOCKERFILE = (ROOT / "Dockerfile").read_text()


class Stage:
    """One FROM of the Dockerfile, in a folder instead of an image."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.workdir = root
        self.environment: dict[str, str] = {}
        self.written: dict[str, str] = {}  # the same as it is in the image
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
    text = re.sub(r"^\s*#.*\n", "", DOCKERFILE, flags=re.MULTILINE)
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
                stage.written.update(word.split("=", 1) for word in shlex.split(rest))
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


def run(*command: str, cwd: Path = ROOT, environment: Mapping[str, str] = os.environ) -> None:
    """Do it, or say what it said."""
    done = subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{shlex.join(command)}\n{done.stdout}{done.stderr}"
