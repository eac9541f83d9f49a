"""The measurements beside PyTorch and Optax, as JSON: `python -m benchmarks.engine [NAME ...]`.

It runs by itself because the peers may be installed for another interpreter than the page is.
"""

import json
import sys
from collections.abc import Callable, Mapping

from benchmarks import eleven_rules, lanes, learning_rates, networks, start_map
from benchmarks.machine import facts
from benchmarks.report import Report

MEASUREMENTS: Mapping[str, Callable[[], Report]] = {
    "eleven_rules": eleven_rules.measure,
    "learning_rates": learning_rates.measure,
    "start_map": start_map.measure,
    "moons": networks.moons,
    "digits": networks.digits,
    "lanes": lanes.measure,
}


def main(names: list[str]) -> None:
    """Measure, and write a line for the machine's facts and one for each report."""
    print(json.dumps(list(facts())), flush=True)
    for name in names or MEASUREMENTS:
        print(json.dumps(MEASUREMENTS[name]().plain()), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
