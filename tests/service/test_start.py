"""How the service starts, and how it says that it cannot."""

import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest

from app.open_files import allow
from app.settings import PREFIX
from tests.service.waiting import until
from tests.serving import ROOT, Server, free_port

MINUTE = 60


def test_a_free_port_is_taken_and_told(tmp_path: Path) -> None:
    log = tmp_path / "log.txt"
    with log.open("wb") as written:
        process = subprocess.Popen(
            [sys.executable, "-m", "app"], cwd=ROOT, stdout=written, env=environment(PORT=0)
        )
    try:
        until(lambda: "Ready" in log.read_text(), MINUTE)
        (url,) = re.findall(r"Descent Lab: (http://127\.0\.0\.1:\d+)", log.read_text())
        with urlopen(f"{url}/healthz") as answer:
            assert answer.status == 200
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0


def test_a_port_that_is_taken_is_told_in_a_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ended = launched(PORT=port)

    assert ended.returncode == 2
    assert ended.stderr == (
        f"{PREFIX}PORT: {port} is taken on 127.0.0.1; stop who has it, or take another\n"
    )


@pytest.mark.parametrize("host", ["nowhere.invalid", "192.0.2.1", "", "1.2.3.4.5"])
def test_an_address_of_another_machine_is_told_in_a_sentence(host: str) -> None:
    ended = launched(HOST=host, PORT=0)

    assert ended.returncode == 2
    assert ended.stderr.startswith(f"{PREFIX}HOST: {host!r} ")
    assert len(ended.stderr.splitlines()) == 1


def test_every_address_of_this_machine_may_be_listened_on(tmp_path: Path) -> None:
    for host in ("0.0.0.0", "::"):  # noqa: S104
        server = Server(tmp_path / "log.txt", settings={"host": host})
        server.start()
        assert server.stop() == 0


def test_a_service_that_cannot_come_up_is_not_tried_for_ever(tmp_path: Path) -> None:
    (tmp_path / "brotli.py").write_text("raise RuntimeError('no brotli today')")

    ended = launched(PORT=0, PYTHONPATH=tmp_path)

    assert ended.returncode == 3
    assert "no brotli today" in ended.stderr
    assert "A web process ended before it could serve" in ended.stdout


def test_more_files_may_be_open_than_a_process_is_started_with() -> None:
    import resource

    now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (256, most))
        assert allow(512) == 512
        assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] == 512
        assert allow(300) == 512
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (now, most))


def test_too_few_files_for_so_many_visitors_are_warned_of() -> None:
    limited = "import resource as r; r.setrlimit(r.RLIMIT_NOFILE, (1500, 1500))"
    code = f"{limited}; from app.launcher import _open_files, settings; _open_files(settings)"

    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment(), capture_output=True, text=True
    )

    assert f"lets a process open 1500 files; {PREFIX}MAX_SOCKETS = 2000 needs 3000" in ended.stderr


def launched(**settings: object) -> subprocess.CompletedProcess[str]:
    """The service, which has to end of itself."""
    given = {"PORT": free_port(), **settings}
    return subprocess.run(
        [sys.executable, "-m", "app"],
        cwd=ROOT,
        env=environment(**given),
        capture_output=True,
        text=True,
        timeout=MINUTE,
    )


def environment(**given: object) -> dict[str, str]:
    """This one, with these settings; PYTHONPATH is none of ours."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    for name, value in given.items():
        own[name if name == "PYTHONPATH" else PREFIX + name] = str(value)
    return own
