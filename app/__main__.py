"""`python -m app` starts the service."""

import sys

from app.launcher import launch

if __name__ == "__main__":
    sys.exit(launch())
