"""Write docs/settings.md: every setting, its default, what it may be and what it means.

The page is made from app/settings.py; a test holds the committed page against what this script
would write.

    python -m scripts.write_settings
"""

import inspect
import re
from collections.abc import Iterator
from pathlib import Path

from pydantic.fields import FieldInfo

from app.setting_words import allowed, grouped
from app.settings import PREFIX, Settings

PAGE = Path(__file__).parents[1] / "docs" / "settings.md"
HEAD = f"""# Settings

<!-- Made by scripts/write_settings.py; change app/settings.py, not this page. -->

`python -m app` starts the service. Whatever an operator may decide is set in the environment, with
`{PREFIX}` before the name: `{PREFIX}PORT=80 {PREFIX}WEB_PROCESSES=2 python -m app`.
Lists have commas between their parts, and an empty text is an empty list.

A value that cannot be, and a name that is not below, end the start with exit code 2 and a sentence
for each. So a Kubernetes pod beside a Service named `descent-lab` needs
`enableServiceLinks: false`: otherwise Kubernetes sets `{PREFIX}PORT` to an address of its own.

The page, `GET /api/catalog` and `GET /openapi.json` follow the limits that are set, and what is
refused for a limit is told in a sentence with the limit in it. Where there are several web
processes, each has the limits of what all may do together for itself.
"""
LIST = "names with commas between them, each as in "
SECTION = re.compile(r"^    # (?P<title>.+)$|^    (?P<name>\w+): ", re.MULTILINE)


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")


def page() -> str:
    """The whole page as Markdown."""
    return HEAD + "\n".join(_tables()) + "\n"


def _tables() -> Iterator[str]:
    for found in SECTION.finditer(inspect.getsource(Settings)):
        if found["title"]:
            title, _, more = found["title"].partition(". ")
            yield f"\n## {title.rstrip('.')}\n"
            if more:
                yield f"{more}\n"
            yield f"| `{PREFIX}…` | default | may be | what it is |"
            yield "| --- | --- | --- | --- |"
        elif found["name"] in Settings.model_fields:
            field = Settings.model_fields[found["name"]]
            name = found["name"].upper()
            yield f"| `{name}` | {_default(field)} | {_allowed(field)} | {field.description} |"


def _allowed(field: FieldInfo) -> str:
    """In a table it is plain what a whole number is, and what a list."""
    return allowed(field).removeprefix("a whole number from ").replace(LIST, "a list, as in ")


def _default(field: FieldInfo) -> str:
    value = field.default
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return grouped(value)
    text = ",".join(value) if isinstance(value, list) else str(value)
    return f"`{text}`" if text else "empty"


if __name__ == "__main__":
    main()
