"""A network whose cable can be pulled, in a namespace of its own."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

NEEDED = ("unshare", "nsenter", "ip", "tc")
HERE, THERE = "10.203.77.1", "10.203.77.2"
NEAR, FAR = "dlab-near", "dlab-far"


def impossible() -> str | None:
    """Why there can be no such network here; None where there can."""
    if missing := [name for name in NEEDED if shutil.which(name) is None]:
        return f"there is no {missing[0]} here"
    if os.geteuid() != 0:
        return "only root may make a network"
    tried = subprocess.run(["unshare", "--net", "true"], capture_output=True, check=False)
    return None if tried.returncode == 0 else "no namespace can be made here"


@dataclass(frozen=True)
class Faulty:
    """The way from `within` to this machine, whose address there is HERE."""

    within: Sequence[str]

    def pull(self) -> None:
        """Let nothing through: no word, no reset, no answer."""
        _do(*self.within, "ip", "link", "set", FAR, "down")

    def plug_in(self) -> None:
        """Let everything through again."""
        _do(*self.within, "ip", "link", "set", FAR, "up")

    def be(self, *rules: str) -> bool:
        """Let both directions suffer what `tc netem` can do, if this kernel has it."""
        done = subprocess.run(
            ["tc", "qdisc", "replace", "dev", NEAR, "root", "netem", *rules],
            capture_output=True,
            check=False,
        )
        if done.returncode == 0:
            _do(*self.within, "tc", "qdisc", "replace", "dev", FAR, "root", "netem", *rules)
        return done.returncode == 0


@contextmanager
def faulty() -> Iterator[Faulty]:
    """Such a network for the length of a `with` block; it goes with the process that holds it."""
    with subprocess.Popen(["unshare", "--net", "sleep", "infinity"]) as holder:
        try:
            within = ("nsenter", f"--net=/proc/{holder.pid}/ns/net")
            _until_apart(holder.pid)
            place = str(holder.pid)
            _do("ip", "link", "add", NEAR, "type", "veth", "peer", "name", FAR, "netns", place)
            _do("ip", "address", "add", f"{HERE}/30", "dev", NEAR)
            _do("ip", "link", "set", NEAR, "up")
            _do(*within, "ip", "address", "add", f"{THERE}/30", "dev", FAR)
            _do(*within, "ip", "link", "set", FAR, "up")
            yield Faulty(within)
        finally:
            subprocess.run(["ip", "link", "delete", NEAR], capture_output=True, check=False)
            holder.kill()


def _until_apart(pid: int) -> None:
    own = os.readlink("/proc/self/ns/net")  # noqa: PTH115 - it is no path
    until = time.monotonic() + 10
    while os.readlink(f"/proc/{pid}/ns/net") == own:  # noqa: PTH115
        assert time.monotonic() < until
        time.sleep(0.01)


def _do(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{' '.join(command)}: {done.stderr}"
