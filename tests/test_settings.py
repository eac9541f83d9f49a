"""Settings: what is taken, what is refused and in which words, and that each is on the page."""

import os
import subprocess
import sys

import pytest

from app.settings import PREFIX, Settings
from scripts.write_settings import PAGE, page
from tests.serving import ROOT

LIMITS = [name for name in Settings.model_fields if name.startswith("max_")]
EVERY_LESSON_STILL_FITS = """
import app.main
from app.lessons.course import lessons
from app.spec import NetworkSpec, Refused
from app.spec.cost import check_cost

count = 0
for lesson in lessons().values():
    for race in lesson.races.values():
        if isinstance(race.spec.problem, NetworkSpec):
            check_cost(race.spec.training(), telling_rows=False)
        else:
            race.spec.race()
        count += 1
print(count)
"""


def test_the_committed_page_is_what_the_script_writes() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m scripts.write_settings"


def test_every_setting_has_its_row_and_its_words() -> None:
    text = page()

    for name, field in Settings.model_fields.items():
        assert f"\n| `{name.upper()}` | " in text
        assert field.description


@pytest.mark.parametrize(
    ("name", "given", "words"),
    [
        ("MAX_STEPS", "ten", "'ten' was given; it must be a whole number from 4000 to 100_000"),
        ("MAX_STEPS", "1", "'1' was given; it must be a whole number from 4000 to 100_000"),
        ("PORT", "tcp://10.0.0.1:80", "'tcp://10.0.0.1:80' was given; it must be a whole number "
         "from 0 to 65_535"),
        ("ALLOW_NO_ORIGIN", "perhaps", "'perhaps' was given; it must be true or false"),
        ("LOG_FORMAT", "xml", "'xml' was given; it must be json or text"),
        ("BASE_PATH", "/lab/", "'/lab/' was given; it must be a text, as in /lab"),
        ("ORIGINS", "https://a.b,lab.example.org", "'lab.example.org' was given; each must be as "
         "in https://lab.example.org"),
        ("ORIGINS", "https://a.b/", "'https://a.b/' was given; each must be as in "
         "https://lab.example.org"),
        ("HOSTS", "a b", "'a b' was given; each must be as in lab.example.org or *.example.org"),
        ("EMBED_ANCESTORS", "*; script-src *", "'*; script-src *' was given; each must be as in "
         "https://school.example.org or https://*.example.org"),
        ("MAX_STEP", "5000", "there is no such setting; did you mean DESCENT_LAB_MAX_STEPS?"),
        ("SERVICE_HOST_OF_KUBERNETES", "x", "there is no such setting; leave it out"),
    ],
)  # fmt: skip
def test_a_wrong_setting_ends_the_start_with_a_sentence(name: str, given: str, words: str) -> None:
    ended = python("-m", "app", **{name: given})

    assert ended.returncode == 2
    assert ended.stderr == f"{PREFIX}{name}: {words}\n"


def test_all_wrong_settings_are_told_at_once() -> None:
    ended = python("-m", "app", PORT="x", HOSTS="!", NOSE="1")

    assert ended.returncode == 2
    assert len(ended.stderr.splitlines()) == 3


def test_a_plain_uvicorn_refuses_a_wrong_setting_in_the_same_words() -> None:
    ended = python("-m", "uvicorn", "app.main:app", "--port", "0", MAX_RUNS="many")

    assert ended.returncode == 2
    assert ended.stderr == (
        f"{PREFIX}MAX_RUNS: 'many' was given; it must be a whole number from 16 to 1024\n"
    )


def test_lists_are_parted_at_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"{PREFIX}ORIGINS", " https://a.b , http://c.d:81,")
    monkeypatch.setenv(f"{PREFIX}EMBED_ANCESTORS", "")

    found = Settings()

    assert found.origins == ["https://a.b", "http://c.d:81"]
    assert found.embed_ancestors == []


def test_the_smallest_limits_still_serve_every_lesson() -> None:
    least = {
        name.upper(): str(next(each.ge for each in field.metadata if hasattr(each, "ge")))
        for name, field in Settings.model_fields.items()
        if name in LIMITS
    }

    ended = python("-c", EVERY_LESSON_STILL_FITS, **least)

    assert ended.returncode == 0, ended.stderr
    assert int(ended.stdout) > 50


def test_limits_that_are_set_reach_the_catalogue_and_the_refusals() -> None:
    said = python(
        "-c",
        "from fastapi.testclient import TestClient\n"
        "from app.main import create_app\n"
        "client = TestClient(create_app(), base_url='http://localhost')\n"
        "print(client.get('/api/catalog').json()['limits'])\n"
        "run = {'optimizer': 'sgd'}\n"
        "problem = {'kind': 'surface', 'name': 'booth'}\n"
        "print(client.post('/api/run', json={'problem': problem, 'runs': 17 * [run]}).text)\n"
        "asked = {'problem': problem, 'runs': [run], 'steps': 5001}\n"
        "print(client.post('/api/run', json=asked).text)\n"
        "print(client.post('/api/table', json={'csv': 101 * '1,2\\n'}).text)\n",
        MAX_RUNS="16",
        MAX_STEPS="5000",
        MAX_CSV_ROWS="100",
    )

    catalog, runs, steps, table = said.stdout.splitlines()
    assert "'steps': 5000" in catalog
    assert "'runs': 16" in catalog
    assert "at most 16" in runs
    assert "at most 5000" in steps
    assert "101 rows of data; at most 100 are taken" in table


def python(*words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """A process of its own, with these settings; those of this machine do not reach it."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    given = {PREFIX + name: value for name, value in settings.items()}
    return subprocess.run(
        [sys.executable, *words],
        cwd=ROOT,
        env={**own, **given},
        capture_output=True,
        text=True,
        timeout=120,
    )
