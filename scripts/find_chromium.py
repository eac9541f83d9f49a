"""Find a Chromium for the browser tests, or install one: `python scripts/find_chromium.py`.

Looked for in this order: the path in $CHROMIUM, the one that Playwright installed, the names that
systems give it. The command line installs one where none is found: Debian's for root, Playwright's
for anyone else.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
# Nothing here may reach another host: a test that does is a failing test.
FLAGS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)


class NoChromium(Exception):
    """There is none, and none could be installed."""


def flags() -> list[str]:
    """What to start it with. The sandbox cannot be had as root."""
    as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return [*FLAGS, *(["--no-sandbox"] if as_root else [])]


def find() -> str:
    """The path of a Chromium on this machine. Raises NoChromium."""
    named = os.environ.get("CHROMIUM")
    if named:
        if shutil.which(named):
            return named
        raise NoChromium(f"CHROMIUM is {named!r}, which cannot be run.")
    found = _playwrights() or next(filter(None, map(shutil.which, NAMES)), None)
    if not found:
        raise NoChromium(
            "No Chromium on this machine. Install one with: make chromium,"
            " or set CHROMIUM to the path of one."
        )
    return found


def find_or_install() -> str:
    """The path of a Chromium, installed if there was none. Raises NoChromium."""
    if os.environ.get("CHROMIUM"):
        return find()
    try:
        return find()
    except NoChromium:
        _install()
        return find()


def _playwrights() -> str | None:
    # In a process of its own: a bare Debian cannot even start Playwright's driver (no libatomic),
    # and one that runs already does not allow a second.
    asked = (
        "from playwright.sync_api import sync_playwright as start\n"
        "with start() as playwright: print(playwright.chromium.executable_path)"
    )
    done = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=False
    )
    path = Path(done.stdout.strip() or "nowhere")
    return str(path) if path.is_file() else None


def _install() -> None:
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing Debian's chromium", file=sys.stderr, flush=True)
        _quietly(["apt-get", "update", "-qq"])
        _quietly(["apt-get", "install", "-qq", "-y", "--no-install-recommends",
                  "chromium", "fonts-dejavu-core", "libatomic1"])  # fmt: skip
    else:
        print("Downloading Playwright's chromium", file=sys.stderr, flush=True)
        _quietly([sys.executable, "-m", "playwright", "install", "chromium"])


def _quietly(command: list[str]) -> None:
    """Run it; show what it said only if it failed."""
    done = subprocess.run(
        command,
        env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        print(done.stdout + done.stderr, file=sys.stderr)
        raise NoChromium(f"{' '.join(command)} failed, so the browser tests cannot run.")


if __name__ == "__main__":
    try:
        print(find_or_install())
    except NoChromium as problem:
        sys.exit(str(problem))
