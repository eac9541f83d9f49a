"""One connection at a time, for who wants to say every word."""

from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin


def opened(url: str) -> ClientConnection:
    """A connection as a page opens it."""
    return connect(
        f"{url.replace('http', 'ws', 1)}/ws/run",
        origin=Origin(url),
        compression=None,
        max_size=None,
        proxy=None,
        open_timeout=20,
    )
