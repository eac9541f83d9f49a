"""Where templates and static files lie: beside the package in a checkout, inside it in a wheel."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def templates() -> Path:
    """The folder of Jinja2 templates."""
    return _found("templates")


def static() -> Path:
    """The folder of style sheets, scripts and icons."""
    return _found("static")


def _found(name: str) -> Path:
    packaged = _PACKAGE / "_page" / name
    return packaged if packaged.is_dir() else _PACKAGE.parent / name
