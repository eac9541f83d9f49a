"""The service below a path."""

import pytest

from app.main import create_app
from app.settings import Settings
from app.web.guards.base_path import BasePath, local_path
from tests.web.guards.house import house
from tests.web.visitor import Visitor


@pytest.fixture
def below(monkeypatch: pytest.MonkeyPatch) -> Visitor:
    monkeypatch.setattr("app.main.settings", Settings(base_path="/class/lab"))
    return Visitor(create_app())


@pytest.mark.parametrize("base", ["/class/lab", ""])
def test_every_door_opens_with_the_base_path_and_where_a_proxy_took_it_off(
    below: Visitor, base: str
) -> None:
    assert below.get(f"{base}/healthz").json() == {"status": "ok"}
    assert below.get(f"{base}/").status_code == 200
    race = {"problem": {"name": "booth"}, "runs": [{"optimizer": "sgd"}], "steps": 1}
    assert below.post(f"{base}/api/run", json=race).status_code == 200
    with below.websocket_connect(f"{base}/ws/run") as line:
        line.send_text("{}")
        assert line.receive_json()["type"] == "refused"


@pytest.mark.parametrize(
    "path",
    [
        "/other/healthz",
        "/class/labhealthz",
        "/class/healthz",
        "/class/lab/class/lab/healthz",
        "//class/lab/healthz",
    ],
)
def test_nothing_else_is_below_it(below: Visitor, path: str) -> None:
    assert below.get(f"http://localhost{path}").status_code == 404


def test_the_path_without_its_slash_leads_to_the_page_on_the_same_host(below: Visitor) -> None:
    answer = below.get("/class/lab?lesson=saddle", follow_redirects=False)

    assert answer.status_code == 308
    assert answer.headers["location"] == "/class/lab/?lesson=saddle"
    assert "content-security-policy" in answer.headers


@pytest.mark.parametrize("path", ["//attacker.com", "/\\attacker.com", "//attacker.com/class/lab"])
def test_no_address_leads_to_another_host(below: Visitor, path: str) -> None:
    answer = below.get(f"http://localhost{path}", follow_redirects=False)

    assert "location" not in answer.headers
    assert answer.status_code == 404


def test_nothing_changes_without_a_base_path() -> None:
    assert house(BasePath, base="").get("/").status_code == 200
    assert local_path({"path": "/api/run"}) == "/api/run"
    assert local_path({"path": "/lab/api/run", "root_path": "/lab"}) == "/api/run"
