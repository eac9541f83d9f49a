"""What a server under load takes: of all its processes, and of nobody else's."""

import re
import shutil
import subprocess
from contextlib import suppress
from typing import NamedTuple

import psutil

from tests.serving import Server

MIB = 1024 * 1024


class Taken(NamedTuple):
    """Memory in bytes, and open files; of all processes of a server together."""

    memory: int
    descriptors: int


def taken(server: Server) -> Taken:
    """What it takes now. Pages that processes share are counted in each, which flatters nobody."""
    memory = descriptors = 0
    for process in server.processes:
        with suppress(psutil.NoSuchProcess):
            memory += process.memory_info().rss
            descriptors += process.num_fds()
    return Taken(memory, descriptors)


def sockets(server: Server) -> int:
    """Connections to it that are open, seen from its side."""
    return sum(
        bool(one.laddr) and one.laddr.port == server.port and one.status == psutil.CONN_ESTABLISHED
        for one in psutil.net_connections("tcp4")
    )


def backlogs(server: Server) -> list[int] | None:
    """Bytes that the kernel keeps for each client that does not read; None where `ss` is not."""
    if shutil.which("ss") is None:
        return None
    told = subprocess.run(
        ["ss", "-tmnH", "sport", "=", f":{server.port}"], capture_output=True, text=True, check=True
    )
    return [int(queued) for queued in re.findall(r"skmem:\([^)]*,w(\d+),", told.stdout)]
