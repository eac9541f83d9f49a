"""PyTorch's schedulers that ours are compared with, and the losses that a plateau is fed."""

from importlib import import_module
from math import cos, exp, pi
from typing import Any

STEPS = 200

# (our name, our parameters); PyTorch's counterpart is built in `_built`.
SCALES: list[tuple[str, dict[str, float]]] = [
    ("exponential", {"decay": 0.02}),
    ("step", {"factor": 0.5, "every": 30}),
    ("step", {"factor": 0.1, "every": 7}),
    ("cosine", {"total": 150, "floor": 0.0}),
    ("cosine", {"total": 90, "floor": 0.1}),
    ("warmup_cosine", {"warmup": 20, "total": 150, "floor": 0.0}),
    ("warmup_cosine", {"warmup": 5, "total": 60, "floor": 0.2}),
    ("inverse_sqrt", {"warmup": 40}),
]
PLATEAUS: list[dict[str, float]] = [
    {"factor": 0.5, "patience": 3},
    {"factor": 0.1, "patience": 10},
    {"factor": 0.9, "patience": 0},
]
LOSSES = {
    "never moves": [1.0] * STEPS,
    "always falls": [exp(-0.05 * t) for t in range(STEPS)],
    "falls too little": [1 - 5e-5 * t for t in range(STEPS)],
    "swings": [1 + cos(0.3 * t) / (1 + t) for t in range(STEPS)],
    "goes below zero": [cos(pi * t / 60) for t in range(STEPS)],
    "stays below zero": [-1.0 - (t // 20) for t in range(STEPS)],
}


def scale_of(case: tuple[str, dict[str, float]]) -> list[float]:
    """The rates of PyTorch's scheduler, from a learning rate of 1."""
    torch: Any = import_module("torch")
    optimizer = _optimizer(torch)
    scheduler = _built(torch.optim.lr_scheduler, optimizer, *case)
    rates = []
    total = case[1].get("total", STEPS)
    for step in range(STEPS):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        if step < total:  # PyTorch's cosine would rise again
            scheduler.step()
    return rates


def plateau_of(parameters: dict[str, float], losses: list[float]) -> list[float]:
    """The rates of PyTorch's ReduceLROnPlateau on these losses, from a learning rate of 1."""
    torch: Any = import_module("torch")
    optimizer = _optimizer(torch)
    scheduler = torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer, eps=0.0, **parameters)
    rates = []
    for loss in losses:
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        scheduler.step(loss)
    return rates


def _optimizer(torch: Any) -> Any:
    return torch.optim.SGD([torch.zeros(1, dtype=torch.float64, requires_grad=True)], lr=1.0)


def _built(made: Any, optimizer: Any, name: str, words: dict[str, float]) -> Any:
    def cosine(steps: float) -> Any:
        return made.CosineAnnealingLR(optimizer, T_max=steps, eta_min=words["floor"])

    if name == "exponential":
        return made.ExponentialLR(optimizer, gamma=exp(-words["decay"]))
    if name == "step":
        return made.StepLR(optimizer, step_size=words["every"], gamma=words["factor"])
    if name == "cosine":
        return cosine(words["total"])
    if name == "inverse_sqrt":
        peak = words["warmup"]
        noam = lambda t: peak**0.5 * min((t + 1) ** -0.5, (t + 1) * peak**-1.5)  # noqa: E731
        return made.LambdaLR(optimizer, noam)
    warmup = words["warmup"]
    climb = made.LinearLR(optimizer, start_factor=1 / warmup, total_iters=warmup - 1)
    return made.SequentialLR(optimizer, [climb, cosine(words["total"] - warmup)], [warmup])
