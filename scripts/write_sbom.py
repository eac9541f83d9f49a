"""Write build/sbom.json: everything that an installed Descent Lab is made of, as CycloneDX.

`make sbom` runs it with the tool in an environment of its own, on one that holds the lock alone:
`python scripts/write_sbom.py build/shipped/bin/python build/sbom.json`.
"""

import base64
import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
INSTALLERS = {"pip", "setuptools"}  # they made the environment, and are not shipped


def main(python: str, target: str) -> None:
    """Write the bill of what that Python has installed."""
    tool = Path(sys.executable).with_name("cyclonedx-py")
    asked = [
        str(tool), "environment", "--pyproject", str(ROOT / "pyproject.toml"),
        "--mc-type", "application", "--output-reproducible", "--output-format", "JSON", python,
    ]  # fmt: skip
    said = subprocess.run(asked, stdout=subprocess.PIPE, check=True).stdout
    bill = with_plotly(without_installers(json.loads(said)), plotly_of(python))
    missing = absent(bill, (ROOT / "requirements" / "run.txt").read_text())
    if missing:
        sys.exit(f"not in the environment, though the lock has them: {', '.join(sorted(missing))}")
    Path(target).write_text(json.dumps(bill, indent=2, sort_keys=True) + "\n")
    print(f"{target}: {len(bill['components'])} components")


def plotly_of(python: str) -> bytes:
    """plotly.min.js, as the page is sent it."""
    asked = "import plotly, pathlib; print(pathlib.Path(plotly.__file__).parent)"
    folder = subprocess.run([python, "-c", asked], stdout=subprocess.PIPE, text=True, check=True)
    return (Path(folder.stdout.strip()) / "package_data" / "plotly.min.js").read_bytes()


def without_installers(bill: dict[str, Any]) -> dict[str, Any]:
    """The same bill without what only made the environment."""
    kept = [part for part in bill["components"] if part["name"] not in INSTALLERS]
    left = {part["bom-ref"] for part in bill["components"]} - {part["bom-ref"] for part in kept}
    graph = [node for node in bill["dependencies"] if node["ref"] not in left]
    return {**bill, "components": kept, "dependencies": graph}


def with_plotly(bill: dict[str, Any], script: bytes) -> dict[str, Any]:
    """The bill with the script that plotly's wheel carries, which no metadata of Python names."""
    found = re.search(rb"plotly\.js v([0-9.]+)", script[:400])
    if not found:
        sys.exit("plotly.min.js does not say which version it is")
    version = found[1].decode()
    part = {
        "bom-ref": f"plotly.js=={version}",
        "type": "library",
        "name": "plotly.js",
        "version": version,
        "purl": f"pkg:npm/plotly.js@{version}",
        "licenses": [{"license": {"id": "MIT", "acknowledgement": "declared"}}],
        "hashes": [{"alg": "SHA-384", "content": hashlib.sha384(script).hexdigest()}],
        "properties": [{"name": "integrity", "value": _integrity(script)}],
    }
    return {
        **bill,
        "components": [*bill["components"], part],
        "dependencies": [*bill["dependencies"], {"ref": part["bom-ref"]}],
    }


def absent(bill: dict[str, Any], lock: str) -> set[str]:
    """Packages of the lock that are not in the bill in a version that the lock has."""
    have = {(_plain(part["name"]), part["version"]) for part in bill["components"]}
    pins: dict[str, set[str]] = {}
    for name, version in re.findall(r"^([A-Za-z0-9_.-]+)==([^\s;]+)", lock, re.MULTILINE):
        pins.setdefault(_plain(name), set()).add(version)
    return {name for name, some in pins.items() if not any((name, one) in have for one in some)}


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _integrity(script: bytes) -> str:
    return "sha384-" + base64.b64encode(hashlib.sha384(script).digest()).decode()


if __name__ == "__main__":
    main(*sys.argv[1:])
