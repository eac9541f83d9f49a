"""Content in the forms that browsers ask for: compressed once, the smallest that each takes."""

import hashlib
from dataclasses import dataclass

from fastapi import Request, Response

from app.compute.coded import Coded, Coding, compressed

FAST = 9  # of brotli's qualities
CODINGS: tuple[Coding, ...] = ("br", "gzip", "identity")  # the best first


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
) -> Content:
    """Compress content that many will ask for, but for the forms that somebody made already."""
    forms = {
        "br": brotli or compressed(content, "br", FAST),
        "gzip": gzip or compressed(content, "gzip", FAST),
        "identity": content,
    }
    return Content(media_type, hashlib.sha256(content).hexdigest(), forms)


def answer(request: Request, content: Content, keep: str) -> Response:
    """The smallest form that the client takes, or 304 where it has that already.

    What may be kept forever is never asked for again, so it has no tag to be known by.
    """
    taken = _taken(request)
    name = min([*taken, "identity"], key=lambda name: len(content.forms[name]))
    return _answer(name, request, content.media_type, content.digest, content.forms[name], keep)


def coding_for(request: Request) -> Coding:
    """The best coding that the client takes, for what is compressed when it is asked for."""
    taken = _taken(request)
    return next((coding for coding in CODINGS if coding in taken), "identity")


def answer_in(request: Request, media_type: str, coded: Coded, keep: str) -> Response:
    """What was compressed for this client, or 304 where it has that already."""
    return _answer(coded.coding, request, media_type, coded.digest, coded.content, keep)


def _answer(
    coding: str, request: Request, media_type: str, digest: str, content: bytes, keep: str
) -> Response:
    headers = {"Cache-Control": keep, "Vary": "Accept-Encoding"}
    if "immutable" not in keep:
        headers["ETag"] = f'"{digest[:16]}-{coding}"'
        if headers["ETag"] in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
    if coding != "identity":
        headers["Content-Encoding"] = coding
    return Response(content, media_type=media_type, headers=headers)


def _taken(request: Request) -> list[Coding]:
    """The codings that the client takes; a quality of 0 means that it does not."""
    weights = {}
    for part in request.headers.get("accept-encoding", "").lower().split(","):
        name, _, quality = part.replace(" ", "").partition(";q=")
        weights[name] = quality.strip("0.") != "" or quality == ""
    return [name for name in CODINGS if weights.get(name, weights.get("*", False))]
