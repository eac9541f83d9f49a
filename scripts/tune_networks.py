"""Find a good learning rate for every rule on every data set, and freeze them as data.

    python -m scripts.tune_networks [data set ...]     writes app/engine/network_rates.json

Every convention trains the usual network of a data set for STEPS steps, all candidate rates at
once, from each of SEEDS. A rate costs what the loss is on the average of all batches and of the
last, and of all seeds: it should be low soon, and at the end. It costs no less than the rate above
it, so that the edge of what can be borne does not win. The cheapest rate is taken.
"""

import json
import sys
from pathlib import Path

import numpy as np

from app.engine.catalogue import DATASETS, OPTIMIZERS, SCHEDULES
from app.engine.contracts import Convention, Floats
from app.engine.descend import Descent, Lanes
from app.engine.network.problem import Network
from app.spec import spec_from

TARGET = Path(__file__).parents[1] / "app" / "engine" / "network_rates.json"
STEPS = 300
SEEDS = (0, 1, 2)
LAST = 50  # steps whose losses are averaged: an epoch or more of most data sets
ROUND = np.array([float(f"{n}e{power}") for power in range(-4, 1) for n in (1, 2, 3, 5)] + [10.0])
ABOVE = 1.5  # times the largest rate: what that is held against

Form = tuple[str, Convention]


def main(names: list[str]) -> None:
    """Tune on the data sets named, or on all, and write the file."""
    rates = json.loads(TARGET.read_text("utf-8")) if names else {}
    for name in names or DATASETS:
        rates[name] = tuned(name)
        print(name, flush=True)
    TARGET.write_text(json.dumps(rates, indent=1, sort_keys=True) + "\n", "utf-8")


def tuned(dataset: str) -> dict[str, dict[str, float]]:
    """Good rates on a data set, by optimizer and convention. What takes no rate is left out."""
    found: dict[str, dict[str, float]] = {}
    for (optimizer, convention), costs in zip(rated(), held_costs(dataset), strict=True):
        found.setdefault(optimizer, {})[convention.name] = float(ROUND[np.argmin(costs)])
    return found


def held_costs(dataset: str) -> Floats:
    """What each rate of ROUND costs each form, and no less than the rate above it costs."""
    forms, rates = rated(), np.append(ROUND, ABOVE * ROUND[-1])
    costs = np.mean([costs_of(usual(dataset, seed), forms, rates) for seed in SEEDS], axis=0)
    return np.maximum(costs[:, :-1], costs[:, 1:])


def rated() -> list[Form]:
    """Every convention that takes a rate, with its optimizer's name."""
    return [
        (optimizer.name, convention)
        for optimizer in OPTIMIZERS.values()
        for convention in optimizer.conventions
        if "lr" in convention.defaults
    ]


def costs_of(network: Network, forms: list[Form], rates: Floats) -> Floats:
    """What each rate costs each form, (forms, rates); infinite where it diverges."""
    value = training(network, forms, np.broadcast_to(rates, (len(forms), len(rates))))
    cost = value.mean(0) + value[-LAST:].mean(0)
    return np.nan_to_num(cost, nan=np.inf).reshape(len(forms), len(rates))


def training(network: Network, forms: list[Form], rates: Floats) -> Floats:
    """The loss at each step of each form with each of its rates (F, R): (STEPS + 1, F * R)."""
    start = np.tile(network.initial(network.seed), (rates.shape[1], 1))
    constant = SCHEDULES["constant"]()
    lanes = [
        Lanes(convention, {"lr": own}, constant, start)
        for (_, convention), own in zip(forms, rates, strict=True)
    ]
    return Descent(network, lanes).follow(STEPS + 1).value


def usual(dataset: str, seed: int) -> Network:
    """The network that a data set is learned by where nothing else is said."""
    problem = {"kind": "network", "dataset": dataset}
    spec = spec_from({"problem": problem, "runs": [{"optimizer": "sgd"}], "seed": seed})
    return spec.training().runs[0].network


if __name__ == "__main__":
    main(sys.argv[1:])
