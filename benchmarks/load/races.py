"""The races that crowds ask for."""

from typing import Any

EIGHT = ("sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamax", "nadam")


def preset() -> dict[str, Any]:
    """What a whole class starts: eight rules, 500 steps."""
    return {
        "problem": {"kind": "surface", "name": "rosenbrock"},
        "runs": [{"optimizer": name, "hyperparameters": {"lr": 0.001}} for name in EIGHT],
        "steps": 500,
    }


def different(number: int, steps: int = 500) -> dict[str, Any]:
    """The same from a place of its own, so that no other race is equal to it."""
    start = [-1.2 + number / 2**12, 1.0]
    return {**preset(), "problem": {**preset()["problem"], "start": start}, "steps": steps}


def noisy(number: int, steps: int = 10_000) -> dict[str, Any]:
    """Two rules that wander about: the longest race there is, and one that never rests."""
    problem = {"kind": "surface", "name": "rastrigin", "start": [2.5, -3.5], "noise": 5.0}
    runs = [{"optimizer": "sgd", "hyperparameters": {"lr": 0.001}}, {"optimizer": "adam"}]
    return {"problem": problem, "runs": runs, "steps": steps, "seed": number}


def training(seed: int, steps: int = 2_000) -> dict[str, Any]:
    """Four rules that train a network: seconds of computing."""
    return {
        "problem": {"kind": "network", "dataset": {"name": "moons"}, "hidden": [16, 16]},
        "runs": [{"optimizer": name} for name in ("sgd", "momentum", "rmsprop", "adam")],
        "steps": steps,
        "seed": seed,
    }
