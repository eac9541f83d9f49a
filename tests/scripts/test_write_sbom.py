"""The bill of materials."""

from typing import Any

import pytest

from scripts.write_sbom import absent, with_plotly, without_installers

SCRIPT = b"/**\n* plotly.js v4.1.1\n* Licensed under the MIT license\n*/\nplot()"


def bill(*names: str) -> dict[str, Any]:
    parts = [{"name": name, "version": "1.0", "bom-ref": f"{name}==1.0"} for name in names]
    return {"components": parts, "dependencies": [{"ref": part["bom-ref"]} for part in parts]}


def test_what_made_the_environment_is_not_on_the_bill() -> None:
    found = without_installers(bill("pip", "numpy"))

    assert found == bill("numpy")


def test_script_inside_a_wheel_is_on_the_bill_with_its_own_version() -> None:
    found = with_plotly(bill("plotly"), SCRIPT)

    assert [part["name"] for part in found["components"]] == ["plotly", "plotly.js"]
    script = found["components"][1]
    assert script["version"] == "4.1.1"
    assert len(script["hashes"][0]["content"]) == 96
    assert script["bom-ref"] in {node["ref"] for node in found["dependencies"]}


def test_script_that_does_not_say_its_version_stops_it() -> None:
    with pytest.raises(SystemExit, match="version"):
        with_plotly(bill(), b"plot()")


def test_package_that_the_lock_has_and_the_bill_not_is_missed() -> None:
    lock = "a-b==1.0 \\\n  --hash=x\nnumpy==0.9 ; python_version < '3.12'\nnumpy==1.0\nc==2.0\n"

    assert absent(bill("a_B", "numpy", "c"), lock) == {"c"}
    assert absent(bill("a.b", "numpy"), "a-b==1.0\n") == set()
