"""Make a virtual environment, or say in a sentence what this machine lacks for it.

Runs on the machine's own Python, with nothing installed: `python3 scripts/make_venv.py .venv`.
"""

import os
import shutil
import subprocess
import sys
from importlib import invalidate_caches
from importlib.util import find_spec

OLDEST = (3, 11)


def main(place: str) -> None:
    """Make the environment at `place`, by whichever way this machine has."""
    version = ".".join(str(part) for part in sys.version_info[:3])
    if sys.version_info[:2] < OLDEST:
        sys.exit(
            f"{sys.executable} is Python {version}; Descent Lab needs 3.11 or newer."
            " Name another one with: make PYTHON=python3.12 ..."
        )
    print(f"Making {place} with Python {version}", flush=True)
    if _by_venv(place) or _by_virtualenv(place):
        return
    if _install_venv() and _by_venv(place):
        return
    sys.exit(
        "This Python cannot make virtual environments: its ensurepip module is missing."
        " On Debian and Ubuntu: sudo apt-get install python3-venv"
    )


def _by_venv(place: str) -> bool:
    try:
        import ensurepip  # noqa: F401  what Debian splits off, and venv needs
        import venv
    except ImportError:
        return False
    venv.create(place, with_pip=True, clear=True, symlinks=os.name != "nt")
    return True


def _by_virtualenv(place: str) -> bool:
    shutil.rmtree(place, ignore_errors=True)
    asked = [sys.executable, "-m", "virtualenv", "--quiet", place]
    return subprocess.run(asked, stderr=subprocess.DEVNULL, check=False).returncode == 0


def _install_venv() -> bool:
    if not (hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get")):
        return False
    print("Installing Debian's python3-venv", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for asked in (["update", "-qq"], ["install", "-qq", "-y", "python3-venv"]):
        subprocess.run(["apt-get", *asked], env=quiet, capture_output=True, check=False)
    invalidate_caches()
    return find_spec("ensurepip") is not None


if __name__ == "__main__":
    main(sys.argv[1])
