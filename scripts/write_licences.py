"""Write build/licences.txt: the licence of everything that Descent Lab is shipped with.

`make licences` runs it with the tool in an environment of its own, on one that holds the lock
alone. It fails on a licence that nobody has looked at yet.
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

# Each lets the whole be given away under any terms, as long as its own words go along.
KNOWN = ("0BSD", "Apache", "BSD", "CC0", "ISC", "MIT", "PSF", "Python Software Foundation", "Zlib")


def main(python: str, target: str) -> None:
    """Write the licences of what that Python has installed."""
    tool = Path(sys.executable).with_name("pip-licenses")
    asked = [
        str(tool), "--python", python, "--format", "json", "--with-urls", "--with-license-file",
        "--no-license-path", "--with-notice-file",
    ]  # fmt: skip
    parts = json.loads(subprocess.run(asked, stdout=subprocess.PIPE, check=True).stdout)
    Path(target).write_text(told(parts))
    strange = unknown(parts)
    if strange:
        sys.exit(f"look at these licences, and add them to {__file__} if they are good: {strange}")
    print(f"{target}: {len(parts)} packages")


def told(parts: Iterable[dict[str, Any]]) -> str:
    """A line for each, then their texts."""
    parts = sorted(parts, key=lambda part: str(part["Name"]).lower())
    lines = [f"{part['Name']} {part['Version']}: {part['License']}" for part in parts]
    texts = [
        f"{'=' * 80}\n{part['Name']} {part['Version']}\n{'=' * 80}\n\n{text.strip()}\n"
        for part in parts
        for text in (part["LicenseText"], part.get("NoticeText", "UNKNOWN"))
        if text != "UNKNOWN"
    ]
    return "\n".join([*lines, "", *texts])


def unknown(parts: Iterable[dict[str, Any]]) -> list[str]:
    """Whose licence is not known to be good: `a and b` needs both, `a or b` one of them."""
    return [
        f"{part['Name']}: {part['License']}"
        for part in parts
        if not all(
            any(choice.strip("() ").startswith(KNOWN) for choice in re.split(r"\bOR\b", one))
            for one in re.split(r"\bAND\b|;", str(part["License"]))
        )
    ]


if __name__ == "__main__":
    main(*sys.argv[1:])
