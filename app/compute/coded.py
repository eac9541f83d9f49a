"""Content as it is sent: compressed, for who takes that, and known by a digest."""

import gzip
import hashlib
from dataclasses import dataclass
from typing import Literal

import brotli

Coding = Literal["br", "gzip", "identity"]


@dataclass(frozen=True)
class Coded:
    """Content in one coding of HTTP. Its length is that of what is sent."""

    coding: Coding
    content: bytes
    digest: str

    def __len__(self) -> int:
        return len(self.content)


def coded(content: bytes, coding: Coding, quality: int) -> Coded:
    """Content for who takes a coding, with its digest: both are work for a compute process."""
    sent = compressed(content, coding, quality)
    return Coded(coding, sent, hashlib.sha256(sent).hexdigest())


def compressed(content: bytes, coding: Coding, quality: int) -> bytes:
    """Content in a coding; `quality` is one of brotli's and of gzip's: 1 to 9."""
    match coding:
        case "br":
            return bytes(brotli.compress(content, quality=quality))
        case "gzip":
            return gzip.compress(content, quality, mtime=0)
    return content
