"""Static files: compressed once, named by their content, kept by browsers for a year.

`python -m app.web.assets` compresses everything into the cache folder (at image build, or before
the first start), so that no start waits for it.
"""

import gzip
import hashlib
import mimetypes
import os
import re
import sys
import tempfile
import zlib
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from importlib.resources import files
from pathlib import Path
from threading import Lock

import brotli
from fastapi import APIRouter, HTTPException, Request, Response

from app import places
from app.web.coding import Content, answer, in_all_forms

router = APIRouter()
_once = Lock()

PLOTLY = "plotly.min.js"
# What every page looks like, sent as one: the headers of each would weigh as much as a sheet.
ONE_SHEET = "css/all.css"
SHEETS = (  # the later counts
    "base", "layout", "panels", "menu", "slider", "racers", "transport", "tools", "map", "curves",
    "outcomes", "widths", "contrast",
)  # fmt: skip
BEST = 11  # of brotli's qualities: 13 s and 1.11 MB for plotly.min.js, 0.3 s and 1.23 MB at 9
# Comments that stand on lines of their own: a quarter of what scripts weigh on the wire. A test
# holds that no script has in its strings what looks like one.
COMMENTS = re.compile(
    rb"^[ \t]*(?:/\*\*(?:(?!\*/).)*\*/[ \t]*$|//[^\n]*$)\n?", re.MULTILINE | re.DOTALL
)
FOREVER = "public, max-age=31536000, immutable"


@router.api_route("/static/{version}/{path:path}", methods=["GET", "HEAD"])
def static(version: str, path: str, request: Request) -> Response:
    """A file of the page, or plotly.min.js out of the installed plotly package.

    An address of another version (an open page after an update) gets today's file, which no
    cache keeps without asking.
    """
    asset = assets().get(path)
    if asset is None:
        raise HTTPException(404)
    return answer(request, asset, FOREVER if version == version_of(path) else "no-cache")


def version_of(path: str) -> str:
    """The part of the address that changes with the content: one for plotly, one for the rest."""
    return _versions()[0 if path == PLOTLY else 1]


def assets() -> dict[str, Content]:
    """Every file by its path. A page asks for many at once: one of them does the work."""
    with _once:
        return _assets()


@cache
def _assets() -> dict[str, Content]:
    return {path: _asset(path, content) for path, content in _contents().items()}


@cache
def _contents() -> dict[str, bytes]:
    root = places.static()
    found = {
        path.relative_to(root).as_posix(): _served(path)
        for path in sorted(root.rglob("*"))
        if path.is_file() and not path.name.endswith(".d.ts")
    }
    sheets = [found[f"css/{name}.css"] for name in SHEETS if f"css/{name}.css" in found]
    if sheets:
        found[ONE_SHEET] = b"\n".join(sheets)
    return {**found, PLOTLY: (files("plotly") / "package_data" / PLOTLY).read_bytes()}


def _served(path: Path) -> bytes:
    """A file as it is sent: a script without the lines that only its readers need."""
    content = path.read_bytes()
    return COMMENTS.sub(b"", content) if path.suffix == ".js" else content


@cache
def _versions() -> tuple[str, str]:
    ours = hashlib.sha256()
    for path, content in _contents().items():
        if path != PLOTLY:
            ours.update(path.encode() + b"\0" + content + b"\0")
    plotly = hashlib.sha256(_contents()[PLOTLY])
    return plotly.hexdigest()[:12], ours.hexdigest()[:12]


def _asset(path: str, content: bytes) -> Content:
    media_type = mimetypes.guess_type(path)[0] or "application/octet-stream"
    if path.endswith(".js"):
        media_type = "text/javascript; charset=utf-8"
    return in_all_forms(
        media_type,
        content,
        brotli=_kept(content, "br", brotli.decompress),
        gzip=_kept(content, "gz", gzip.decompress),
    )


def _kept(content: bytes, form: str, opened: Callable[[bytes], bytes]) -> bytes | None:
    """A form from the cache folder where it is there.

    What was kept is opened and compared: a folder for temporary files is anybody's to write to.
    """
    with suppress(OSError, EOFError, zlib.error, brotli.error):
        compressed = _cached(content, form).read_bytes()
        if opened(compressed) == content:
            return compressed
    return None


def _cached(content: bytes, form: str) -> Path:
    folder = os.environ.get("DESCENT_LAB_CACHE")
    root = Path(folder) if folder else Path(tempfile.gettempdir()) / "descent-lab"
    return root / f"{hashlib.sha256(content).hexdigest()}.{form}"


def compress_all() -> int:
    """Fill the cache folder with the smallest forms. Returns how many files were made."""
    made = 0
    for content in _contents().values():
        made += _keep(content, "br", lambda plain: brotli.compress(plain, quality=BEST))
        made += _keep(content, "gz", lambda plain: gzip.compress(plain, mtime=0))
    return made


def _keep(content: bytes, form: str, compressed: Callable[[bytes], bytes]) -> int:
    """Make a form unless it is there. Returns how many were made."""
    kept = _cached(content, form)
    if kept.is_file():
        return 0
    kept.parent.mkdir(parents=True, exist_ok=True)
    partial = kept.with_suffix(f".{os.getpid()}")
    partial.write_bytes(compressed(content))
    partial.replace(kept)
    return 1


if __name__ == "__main__":
    sys.stdout.write(f"{compress_all()} files compressed\n")
