"""Content in the forms that browsers ask for: compressed once, the smallest that each takes."""

import gzip as gzip_library
import hashlib
from dataclasses import dataclass

import brotli as brotli_library
from fastapi import Request, Response

FAST = 9  # of brotli's qualities


@dataclass(frozen=True)
class Content:
    """One answer in the forms `br`, `gzip` and, always, `identity`."""

    media_type: str
    digest: str
    forms: dict[str, bytes]


def in_all_forms(
    media_type: str,
    content: bytes,
    *,
    brotli: bytes | None = None,
    gzip: bytes | None = None,
    quality: int = FAST,
) -> Content:
    """Compress content at a quality, but for the forms that somebody made already."""
    forms = {
        "br": brotli or bytes(brotli_library.compress(content, quality=quality)),
        "gzip": gzip or gzip_library.compress(content, quality, mtime=0),
        "identity": content,
    }
    return Content(media_type, hashlib.sha256(content).hexdigest(), forms)


def answer(request: Request, content: Content, keep: str) -> Response:
    """The smallest form that the client takes, or 304 where it has that already.

    What may be kept forever is never asked for again, so it has no tag to be known by.
    """
    name = _coding(request.headers.get("accept-encoding", ""), content)
    headers = {"Cache-Control": keep, "Vary": "Accept-Encoding"}
    if "immutable" not in keep:
        headers["ETag"] = f'"{content.digest[:16]}-{name}"'
        if headers["ETag"] in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
    if name != "identity":
        headers["Content-Encoding"] = name
    return Response(content.forms[name], media_type=content.media_type, headers=headers)


def _coding(offered: str, content: Content) -> str:
    """The smallest form that the client takes; a quality of 0 means that it does not."""
    weights = {}
    for part in offered.lower().split(","):
        name, _, quality = part.replace(" ", "").partition(";q=")
        weights[name] = quality.strip("0.") != "" or quality == ""
    taken = [name for name in content.forms if weights.get(name, weights.get("*", False))]
    return min([*taken, "identity"], key=lambda name: len(content.forms[name]))


