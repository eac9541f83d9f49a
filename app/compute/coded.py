"""Content as it is sent: compressed, for who takes that."""

import gzip
from typing import Literal

import brotli

Coding = Literal["br", "gzip", "identity"]


def coded(content: bytes, coding: Coding, quality: int) -> bytes:
    """Content in a coding of HTTP; `quality` is one of brotli's and of gzip's: 1 to 9."""
    match coding:
        case "br":
            return bytes(brotli.compress(content, quality=quality))
        case "gzip":
            return gzip.compress(content, quality, mtime=0)
    return content
