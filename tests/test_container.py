"""The image, made by the Dockerfile's own steps and run as an engine would run it."""

import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin
from urllib.request import Request, urlopen

import psutil
import pytest

from tests.image import DOCKERFILE, Stage, build, run
from tests.jail import USER, jailed, lacking, surroundings
from tests.serving import Server, free_port

pytestmark = pytest.mark.slow
needs_a_jail = pytest.mark.skipif(lacking() is not None, reason=lacking() or "")

# Tries to write, to run what it wrote, and to become somebody; says what went through.
BURGLAR = """
import os, pathlib, shutil, subprocess
done = []
for folder in ("/", "/srv", "/srv/app", "/srv/cache", "/srv/site", "/etc", "/usr", "/opt", "/dev"):
    try:
        (pathlib.Path(folder) / "new").write_text("x")
        done.append(folder)
    except OSError:
        pass
pathlib.Path("/tmp/new").write_text("x")
shutil.copy("/usr/bin/true", "/tmp/true")
os.chmod("/tmp/true", 0o755)
try:
    subprocess.run(["/tmp/true"], check=True)
    done.append("ran what it wrote")
except PermissionError:
    pass
for act in (lambda: os.setuid(0), lambda: os.chown("/tmp/new", 0, 0), lambda: os.chroot("/tmp")):
    try:
        act()
        done.append("became somebody")
    except PermissionError:
        pass
print(done)
"""


@pytest.fixture(scope="module")
def image() -> Iterator[Stage]:
    """The last stage of the Dockerfile, which nobody may write to."""
    with tempfile.TemporaryDirectory(prefix="descent-image-") as folder:
        stage = build(Path(folder).resolve())
        run("chmod", "-R", "a-w", folder)
        yield stage
        run("chmod", "-R", "u+w", folder)


@pytest.fixture
def container(image: Stage, tmp_path: Path) -> Iterator[Server]:
    """The image's own command in a jail."""
    place = tmp_path / "root"
    place.mkdir()
    command = jailed(image.root, place, ["python", *image.command[1:]])
    server = Server(
        tmp_path / "log.txt",
        command,
        Path("/"),
        surroundings(image.written),
        settings={"metrics_port": free_port()},
    )
    server.start()
    yield server
    server.stop()


def test_image_serves_the_page_and_writes_nothing(image: Stage, tmp_path: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), **image.environment}
    before = files(image.root)

    server = Server(
        tmp_path / "log.txt", [*unprivileged(), *image.command], image.workdir, environment
    )
    server.start()
    try:
        assert_serves_the_page(server)
    finally:
        server.stop()

    assert files(image.root) == before
    assert "Traceback" not in server.said()


@needs_a_jail
def test_container_serves_and_computes_as_nobody_without_rights(container: Server) -> None:
    assert_serves_the_page(container)
    assert_computes(container)

    processes = [psutil.Process(container.pid)]
    processes += processes[0].children(recursive=True)
    assert len(processes) > 1
    for process in processes:
        status = Path(f"/proc/{process.pid}/status").read_text()
        said = dict(re.findall(r"^(\w+):[ \t]*(.*)$", status, re.MULTILINE))
        assert set(said["Uid"].split()) == set(said["Gid"].split()) == {str(USER)}
        assert said["Groups"].split() == []
        assert {int(said[f"Cap{kind}"], 16) for kind in ("Inh", "Prm", "Eff", "Bnd", "Amb")} == {0}
        assert said["NoNewPrivs"] == "1"

    assert container.stop() == 0
    assert not any(lives(process) for process in processes)


@needs_a_jail
def test_container_keeps_but_a_few_numbers_in_memory(container: Server) -> None:
    assert_computes(container)

    tmp = Path(f"/proc/{container.pid}/root/tmp")
    written = [path for path in tmp.rglob("*") if path.is_file()]

    assert {path.suffix for path in written} <= {".db"}, "it writes more than metrics to /tmp"
    assert sum(path.stat().st_blocks * 512 for path in written) < 4 * 1024 * 1024


@needs_a_jail
def test_container_is_found_healthy_and_measured(container: Server, image: Stage) -> None:
    found = re.search(r"^HEALTHCHECK [^[]*CMD (\[.*\])$", DOCKERFILE.replace("\\\n", ""), re.M)
    assert found
    assert "127.0.0.1:8000/healthz" in found[1]
    asked = json.loads(found[1].replace(":8000", f":{container.port}"))
    place = container.log.parent / "root"

    run(*jailed(image.root, place, asked), environment=surroundings(image.written))

    told = Path(f"/proc/{container.pid}/environ").read_bytes().decode().split("\0")
    port = dict(line.split("=", 1) for line in told if line)["DESCENT_LAB_METRICS_PORT"]
    assert "descent_lab_sockets 0.0" in fetch(f"http://127.0.0.1:{port}/metrics")


@needs_a_jail
def test_what_breaks_in_finds_nothing_to_write_to(image: Stage, tmp_path: Path) -> None:
    (tmp_path / "root").mkdir()
    done = subprocess.run(
        jailed(image.root, tmp_path / "root", ["python", "-c", BURGLAR]),
        env=surroundings(image.written),
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.stdout, done.stderr) == ("[]\n", "")


def assert_serves_the_page(server: Server) -> None:
    page = fetch(f"{server.url}/")
    assert "<html" in page
    links = set(re.findall(r'(?:src|href)="([^"]*static/[^"]+)"', page))
    assert links, "the page names no static file"
    for link in links:
        assert fetch(urljoin(f"{server.url}/", link)), f"{link} is empty"


def assert_computes(server: Server) -> None:
    """A race on a surface, and one on each kind of data: those that are drawn, and those kept."""
    surface = {"kind": "surface", "name": "rosenbrock"}
    networks = [{"kind": "network", "dataset": name, "hidden": [4]} for name in ("moons", "digits")]
    for problem in (surface, *networks):
        race = {"problem": problem, "runs": [{"optimizer": "adam"}], "steps": 20}
        (told,) = json.loads(fetch(f"{server.url}/api/run", json.dumps(race).encode()))["runs"]
        assert len(told["loss"]) == 21


def fetch(url: str, body: bytes | None = None) -> str:
    with urlopen(Request(url, body, {"Content-Type": "application/json"}), timeout=30) as answer:
        assert answer.status == 200
        return answer.read().decode("utf-8", "replace")


def lives(process: psutil.Process) -> bool:
    """Whether it is there; one that ended may wait for somebody to ask how."""
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def files(root: Path) -> set[str]:
    return {str(path.relative_to(root)) for path in root.rglob("*")}


def unprivileged() -> list[str]:
    """What to put before a command so that even root heeds the permissions of files."""
    if os.geteuid() != 0 or not shutil.which("setpriv"):
        return []
    return ["setpriv", "--no-new-privs", "--bounding-set=-all", "--inh-caps=-all"]
