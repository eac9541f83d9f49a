"""A connection that has to say what it wants.

Whoever opens connections and sends nothing, or a letter a second, could otherwise hold all that
there are: uvicorn waits for the head of a request for ever.
"""

import asyncio

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from app.settings import settings

UNSENT = 16 * 1024  # bytes for a client that the process keeps beside the kernel, and one message


class Impatient(HttpToolsProtocol):
    """uvicorn's protocol, closed where the head of a request takes too long to come."""

    _waiting: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        # A WebSocket takes the transport over as it is.
        transport.set_write_buffer_limits(high=UNSENT)
        self._wait()

    def on_message_begin(self) -> None:
        super().on_message_begin()
        if self._waiting is None:  # not the first request of this connection
            self._wait()

    def on_headers_complete(self) -> None:
        self._wait_no_more()
        super().on_headers_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        self._wait_no_more()
        super().connection_lost(exc)

    def _wait(self) -> None:
        self._waiting = self.loop.call_later(settings.head_seconds, self.transport.close)

    def _wait_no_more(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None
