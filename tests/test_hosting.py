"""docs/hosting.md: what it tells people to type is right, and the proxies in it work."""

import json
import re
import shlex
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import yaml
from websockets.exceptions import InvalidStatus
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from app.settings import PREFIX, Settings
from tests.serving import ROOT, Server, free_port
from tests.test_deploy import compose, counted, kubernetes

TEXT = (ROOT / "docs" / "hosting.md").read_text()
NAME = "lab.example.org"
RACE = {
    "type": "race",
    "race": 1,
    "spec": {"problem": {"name": "rosenbrock"}, "runs": [{"optimizer": "adam"}], "steps": 20},
}


def blocks(language: str) -> list[str]:
    """Code of one language, in order."""
    return re.findall(rf"^```{language}\n(.*?)^```", TEXT, re.DOTALL | re.MULTILINE)


def block(language: str, holding: str) -> str:
    """The one that holds some words."""
    (only,) = [text for text in blocks(language) if holding in text]
    return only


def test_every_setting_that_is_named_exists() -> None:
    named = set(re.findall(rf"{PREFIX}([A-Z_]+)", TEXT))

    assert {name.lower() for name in named} <= set(Settings.model_fields)


def test_every_value_that_is_given_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    given = re.findall(rf"({PREFIX}[A-Z_]+)=([^\s`\\]+)", TEXT)
    assert len(given) > 10
    for name, value in given:
        monkeypatch.setenv(name, value)
        Settings()


def test_every_metric_is_explained() -> None:
    names = set(re.findall(r"descent_lab_\w+", "".join(re.findall(r"^\| `.*", TEXT, re.MULTILINE))))

    assert {re.sub("_total$", "", name) for name in names} == {one.name for one in counted()}


def test_defaults_that_are_told_are_the_defaults() -> None:
    fields = Settings.model_fields

    assert f"{fields['max_sockets'].default:,} pages" in TEXT
    assert f"COMPUTE_PROCESSES` ({fields['compute_processes'].default})" in TEXT
    assert f"Bodies have {fields['max_body'].default // 1024} KiB" in TEXT
    assert f"`{','.join(fields['trusted_proxies'].default)}` unless set" in TEXT
    assert f"gone within {fields['drain_seconds'].default} more" in TEXT
    kept, answered = (
        40 * fields[name].default // 1_000_000 for name in ("max_kept_points", "max_points")
    )
    assert f"{kept // 1000} GB else" in TEXT
    processes = fields["compute_processes"].default
    each = f"{answered} MB a compute process | {answered * processes} MB | `{PREFIX}MAX_POINTS` |"
    assert each in TEXT


def test_container_by_hand_gets_what_the_composed_one_gets() -> None:
    words = shlex.split(block("sh", "docker run").replace("\\\n", " "))
    environment = dict(word.split("=", 1) for word in words if word.startswith(PREFIX))
    service = compose()

    assert {"--init", "--read-only"} <= set(words)
    assert after(words, "--cap-drop") == "ALL"
    assert f"{after(words, '--security-opt')}:true" == service["security_opt"][0]
    assert [after(words, "--tmpfs")] == service["tmpfs"]
    assert after(words, "--memory") == service["mem_limit"]
    assert int(after(words, "--cpus")) == service["cpus"]
    assert int(after(words, "--pids-limit")) == service["pids_limit"]
    assert f"{after(words, '--stop-timeout')}s" == service["stop_grace_period"]
    assert after(words, "--publish") in service["ports"]
    kept = f"{PREFIX}MAX_KEPT_POINTS"
    assert environment[kept] == service["environment"][kept]
    assert environment[kept] == kubernetes()["ConfigMap"]["data"][kept]


def test_yaml_in_it_can_be_read_and_alerts_ask_for_what_is_counted() -> None:
    read = [yaml.safe_load(text) for text in blocks("yaml")]
    (rules,) = [found["groups"][0]["rules"] for found in read if "groups" in found]
    names = set(re.findall(r"descent_lab_\w+", json.dumps(rules)))

    assert names
    assert {re.sub("_(total|count)$", "", name) for name in names} <= {
        one.name for one in counted()
    }


NGINX = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")
CADDY = shutil.which("caddy", path="/usr/bin:/usr/local/bin")


@pytest.mark.slow
@pytest.mark.skipif(NGINX is None, reason="there is no nginx here")
@pytest.mark.parametrize("base", ["", "/lab"])
def test_nginx_as_told_hands_on_pages_and_sockets(tmp_path: Path, base: str) -> None:
    with server(tmp_path, base) as behind:
        port = free_port()
        text = block("nginx", "listen 443").replace("listen 443", f"listen 127.0.0.1:{port}")
        text = text.replace("listen 80", f"listen 127.0.0.1:{free_port()}")
        text = text.replace("127.0.0.1:8000", f"127.0.0.1:{behind.port}")
        if base:
            below = block("nginx", "/lab(").split("{")[0]
            text = text.replace("location / {", below + "{")
        text = re.sub(r"/etc/letsencrypt/live/[^/]+/", f"{certificate(tmp_path)}/", text)
        logs = f"error_log {tmp_path}/error.log; pid {tmp_path}/nginx.pid;"
        folders = "".join(
            f"{kind}_temp_path {tmp_path}/{kind};"
            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        configured = tmp_path / "nginx.conf"
        configured.write_text(
            f"daemon off; {logs} events {{}} http {{ access_log off; {folders}\n{text}}}\n"
        )
        with running([str(NGINX), "-c", str(configured), "-p", str(tmp_path)], port):
            assert_works(port, base)


@pytest.mark.slow
@pytest.mark.skipif(CADDY is None, reason="there is no Caddy here")
@pytest.mark.parametrize("base", ["", "/lab"])
def test_caddy_as_told_hands_on_pages_and_sockets(tmp_path: Path, base: str) -> None:
    with server(tmp_path, base) as behind:
        port = free_port()
        text = block("caddy", "@lab" if base else f"{NAME} {{\n\treverse_proxy 127")
        text = re.sub(r"^\S+ {", f"{NAME}:{port} {{\n\ttls internal\n\tbind 127.0.0.1", text)
        text = text.replace("127.0.0.1:8000", f"127.0.0.1:{behind.port}")
        own = "{\n\tadmin off\n\tauto_https disable_redirects\n\tskip_install_trust\n"
        own += f"\tstorage file_system {tmp_path}/caddy\n}}\n"
        (tmp_path / "Caddyfile").write_text(own + text)
        command = [str(CADDY), "run", "--config", "Caddyfile", "--adapter", "caddyfile"]
        with running(command, port, tmp_path):
            assert_works(port, base)


def assert_works(port: int, base: str) -> None:
    """A page over TLS, a race on its WebSocket, and none for a page of others."""
    own = f"https://{NAME}:{port}"
    page = asked(port, f"GET {base}/ HTTP/1.1")
    assert page.startswith("HTTP/1.1 200")
    assert "strict-transport-security" in page.lower(), "it does not know that this is https"
    if base:
        assert f"location: {base}/" in asked(port, f"GET {base} HTTP/1.1").lower()

    with opened(port, base, own) as line:
        line.send(json.dumps(RACE))
        heard = line.recv(30)
        while isinstance(heard, str):
            assert json.loads(heard)["type"] in ("queued", "started")
            heard = line.recv(30)
        assert heard.startswith(b"DLB1")
    with pytest.raises(InvalidStatus, match="403"), opened(port, base, "https://example.com"):
        pass


def asked(port: int, line: str) -> str:
    """An answer, from its first line on."""
    with secure(port) as connection:
        words = f"{line}\r\nHost: {NAME}:{port}\r\nConnection: close\r\n\r\n"
        connection.sendall(words.encode())
        parts = []
        while part := connection.recv(65536):
            parts.append(part)
    return b"".join(parts).decode("utf-8", "replace")


def opened(port: int, base: str, origin: str) -> ClientConnection:
    """A WebSocket as a browser opens it."""
    return connect(
        f"wss://{NAME}:{port}{base}/ws/run",
        sock=socket.create_connection(("127.0.0.1", port)),
        ssl=trusting(),
        origin=Origin(origin),
    )


def secure(port: int) -> ssl.SSLSocket:
    plain = socket.create_connection(("127.0.0.1", port), timeout=20)
    return trusting().wrap_socket(plain, server_hostname=NAME)


def trusting() -> ssl.SSLContext:
    """The certificate is the test's own."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


@contextmanager
def server(folder: Path, base: str) -> Iterator[Server]:
    settings = {"hosts": NAME, "base_path": base}
    found = Server(folder / "log.txt", settings=settings).start()
    try:
        yield found
    finally:
        found.stop()


@contextmanager
def running(command: list[str], port: int, cwd: Path = ROOT) -> Iterator[None]:
    """A proxy, once it takes connections."""
    process = subprocess.Popen(
        command, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        until = time.monotonic() + 20
        while process.poll() is None and time.monotonic() < until:
            try:
                secure(port).close()
                break
            except OSError:
                time.sleep(0.1)
        else:
            process.kill()
            raise AssertionError(f"the proxy did not come up:\n{process.communicate()[0]}")
        yield
    finally:
        process.terminate()
        process.communicate()


def certificate(folder: Path) -> Path:
    """A folder with a certificate as Let's Encrypt names its files."""
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj",
         f"/CN={NAME}", "-keyout", "privkey.pem", "-out", "fullchain.pem"],
        cwd=folder, check=True, capture_output=True,
    )  # fmt: skip
    return folder


def after(words: list[str], flag: str) -> str:
    return words[words.index(flag) + 1]
