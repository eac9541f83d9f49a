"""Static files: small on the way, kept by browsers, never out of date."""

import gzip

import brotli
import pytest
from fastapi.testclient import TestClient

from app import places
from app.web import assets
from app.web.assets import FOREVER, PLOTLY, version_of

SOME = [PLOTLY, "css/page.css", "js/main.js"]


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch, tmp_path):
    """Files of our own, and nothing remembered."""
    monkeypatch.setenv("DESCENT_LAB_CACHE", str(tmp_path / "cache"))
    root = tmp_path / "static"
    (root / "js").mkdir(parents=True)
    script = "// what x is\nlet x = 1; // 2\n  /** two\n lines */\n"
    (root / "js" / "main.js").write_text(script * 500)
    (root / "css").mkdir()
    (root / "css" / "page.css").write_text("p { color: red }\n" * 500)
    (root / "icon.bin").write_bytes(bytes(range(9)))
    monkeypatch.setattr(places, "static", lambda: root)
    monkeypatch.setattr(assets, "files", lambda package: tmp_path / package)
    (tmp_path / "plotly" / "package_data").mkdir(parents=True)
    (tmp_path / "plotly" / "package_data" / PLOTLY).write_text("plot();\n" * 5000)
    remembered = assets._assets, assets._contents, assets._versions
    for function in remembered:
        function.cache_clear()
    yield root
    for function in remembered:
        function.cache_clear()


def get(door: TestClient, path: str, offered: str = "gzip, br", **headers: str):
    """A file at today's address."""
    headers = {"Accept-Encoding": offered, **headers}
    return door.get(f"/static/{version_of(path)}/{path}", headers=headers)


def test_the_current_version_is_kept_for_a_year(fresh, door: TestClient):
    for path in SOME:
        answer = get(door, path)
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == FOREVER
        assert answer.headers["vary"] == "Accept-Encoding"


def test_another_version_gets_todays_file_and_must_ask_again(fresh, door: TestClient):
    answer = door.get("/static/old/js/main.js")
    assert answer.text == "let x = 1; // 2\n" * 500
    assert answer.headers["cache-control"] == "no-cache"
    etag = answer.headers["etag"]
    again = door.get("/static/old/js/main.js", headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    changed = door.get("/static/old/js/main.js", headers={"If-None-Match": '"other"'})
    assert changed.status_code == 200


def test_the_version_changes_with_any_file_of_ours_but_not_with_plotly(fresh, door: TestClient):
    before = {path: version_of(path) for path in SOME}
    (fresh / "css" / "page.css").write_text("p { color: blue }")
    for function in (assets._assets, assets._contents, assets._versions):
        function.cache_clear()
    after = {path: version_of(path) for path in SOME}
    assert before[PLOTLY] == after[PLOTLY]
    assert before["js/main.js"] != after["js/main.js"] == after["css/page.css"]


@pytest.mark.parametrize(
    ("offered", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("br;q=0.000, gzip;q=0", None),
        ("br;q=0.1, gzip;q=0.9", "br"),
        ("BR", "br"),
        ("brotli, xgzip", None),
        ("*", "br"),
        ("*;q=0", None),
        ("br; q=0, *", "gzip"),
        ("identity", None),
        ("", None),
    ],
)
def test_a_client_gets_the_smallest_form_that_it_takes(
    fresh, door: TestClient, offered: str, encoding: str | None
):
    answer = get(door, "js/main.js", offered)
    assert answer.headers.get("content-encoding") == encoding
    assert answer.text == "let x = 1; // 2\n" * 500


def test_a_file_that_no_form_makes_smaller_goes_as_it_is(fresh, door: TestClient):
    answer = get(door, "icon.bin")
    assert "content-encoding" not in answer.headers
    assert answer.content == bytes(range(9))


def test_a_head_request_has_the_length_and_no_body(fresh, door: TestClient):
    whole = get(door, "js/main.js", "identity")
    head = door.head(f"/static/{version_of('js/main.js')}/js/main.js", headers={
        "Accept-Encoding": "identity"
    })  # fmt: skip
    assert head.content == b""
    assert head.headers["content-length"] == whole.headers["content-length"]


@pytest.mark.parametrize("path", ["../conftest.py", "%2e%2e/x", "/etc/passwd", "js/", "", "js"])
def test_nothing_but_the_files_can_be_had(fresh, door: TestClient, path: str):
    assert door.get(f"/static/x/{path}").status_code in (404, 405)


def test_scripts_and_styles_have_their_types(fresh, door: TestClient):
    assert get(door, "js/main.js").headers["content-type"] == "text/javascript; charset=utf-8"
    assert get(door, "css/page.css").headers["content-type"].startswith("text/css")


def test_what_was_compressed_before_the_start_is_used(fresh, tmp_path):
    assert assets.compress_all() == 8
    assert assets.compress_all() == 0
    for form, ending in (("br", "br"), ("gzip", "gz")):
        kept = {path.read_bytes() for path in (tmp_path / "cache").glob(f"*.{ending}")}
        assert {asset.forms[form] for asset in assets.assets().values()} == kept


@pytest.mark.parametrize("spoilt", [brotli.compress(b"else"), gzip.compress(b"else"), b"", b"x"])
def test_a_kept_file_that_was_tampered_with_is_not_used(fresh, tmp_path, spoilt: bytes):
    assets.compress_all()
    for kept in (tmp_path / "cache").iterdir():
        kept.write_bytes(spoilt)
    script = assets.assets()["js/main.js"]
    assert brotli.decompress(script.forms["br"]) == script.forms["identity"]
    assert gzip.decompress(script.forms["gzip"]) == script.forms["identity"]


def test_plotly_comes_out_of_its_package(door: TestClient):
    answer = get(door, PLOTLY)
    assert answer.status_code == 200
    assert answer.text.startswith("/**\n* plotly.js")
    assert int(answer.headers["content-length"]) < 1_300_000


def test_what_shows_networks_comes_when_it_is_asked_for(door: TestClient):
    page, parts = door.get("/"), door.get("/parts/networks")
    places = ["network-problem", "network-stage", "network-readings"]

    assert parts.headers["content-type"].startswith("text/html")
    assert [place for place in places if f'id="{place}"' in page.text] == places
    assert [place for place in places if f'data-place="{place}"' in parts.text] == places
    assert 'id="decisions-grid"' in parts.text
    assert 'id="decisions-grid"' not in page.text

    again = door.get("/parts/networks", headers={"If-None-Match": parts.headers["etag"]})

    assert again.status_code == 304
