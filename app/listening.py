"""The socket that the service listens on: made once, and open as long as the launcher lives.

What is set here is inherited by every connection that is accepted from it.
"""

import socket
from contextlib import suppress

from app.settings import PREFIX

UNSENT = 16 * 1024  # bytes that the kernel takes beyond what is on its way


class NoPlace(Exception):
    """The address or the port cannot be had; the words say which, and what would be right."""


def listener(host: str, port: int, send_buffer: int, silent_seconds: int) -> socket.socket:
    """A socket bound to an address. A client that takes nothing is dropped by the kernel.

    Stock connections keep megabytes for a client that never reads, and closing them waits for it.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except OSError as error:
        raise NoPlace(
            f"{PREFIX}HOST: {host!r} is no address of this machine; 127.0.0.1 is this machine "
            "alone, 0.0.0.0 every address of it"
        ) from error
    made = socket.socket(family, kind, protocol)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    # The kernel doubles what it is told, for its own records.
    made.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, send_buffer // 2)
    with suppress(AttributeError):  # Linux has it
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, silent_seconds * 1000)
    with suppress(AttributeError, OSError):  # it saves memory, and not every system has it
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT, UNSENT)
    try:
        made.bind(address)
    except (OSError, OverflowError) as error:
        made.close()
        raise NoPlace(_why(error, host, port)) from error
    return made


def url(made: socket.socket) -> str:
    """Where a browser finds it."""
    host, port = made.getsockname()[:2]
    if host in ("0.0.0.0", "::"):  # noqa: S104 - every address, this machine's own among them
        host = "127.0.0.1"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _why(error: OSError | OverflowError, host: str, port: int) -> str:
    match error:
        case PermissionError():
            return f"{PREFIX}PORT: {port} needs more rights; take one from 1024 on"
        case OSError(errno=98 | 48):  # EADDRINUSE on Linux and macOS
            return f"{PREFIX}PORT: {port} is taken on {host}; stop who has it, or take another"
    return f"{PREFIX}HOST: {host!r} cannot be listened on: {error}"
