"""docs/api.md tells of every operation, and its script does what it says."""

import re
import subprocess
import sys

from app.web.openapi import operations
from tests.serving import ROOT, Server

PAGE = (ROOT / "docs/api.md").read_text()


def test_every_operation_of_the_api_is_on_the_page():
    told = set(re.findall(r"`(?:GET|POST) (/[^`]*)`", PAGE)) - {"/openapi.json"}
    assert told == {path for path, operation in operations().items() if operation.tag != "pages"}


def test_the_script_is_answered_and_refused_as_it_says(live: Server):
    script = re.search(r"```python\n(.*?)```", PAGE, re.DOTALL)[1]
    done = subprocess.run(
        [sys.executable, "-c", script.replace("http://127.0.0.1:8000", live.url)],
        capture_output=True,
        text=True,
        check=True,
    )
    found, refused = done.stdout.splitlines()
    assert "is the largest rate that works" in found
    assert f"`{refused}`" in PAGE
