"""The races in PyTorch, eager: autograd or a given gradient, and torch.optim."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

Floats = NDArray[Any]

torch.set_num_threads(1)

RULES: Mapping[str, Callable[..., torch.optim.Optimizer]] = {
    "sgd": torch.optim.SGD,
    "momentum": lambda points, lr: torch.optim.SGD(points, lr=lr, momentum=0.9),
    "nesterov": lambda points, lr: torch.optim.SGD(points, lr=lr, momentum=0.9, nesterov=True),
    "adagrad": torch.optim.Adagrad,
    "rmsprop": torch.optim.RMSprop,
    "adadelta": torch.optim.Adadelta,
    "adam": torch.optim.Adam,
    "adamax": torch.optim.Adamax,
    "nadam": torch.optim.NAdam,
    "amsgrad": lambda points, lr: torch.optim.Adam(points, lr=lr, amsgrad=True),
    "adamw": torch.optim.AdamW,
}


def rosenbrock(point: torch.Tensor) -> torch.Tensor:
    """f of points kept coordinate by coordinate, (2, ...) -> (...)."""
    x, y = point.unbind()
    return (1 - x).square() + 100 * (y - x.square()).square()


def race(rates: Mapping[str, float], start: Floats, steps: int) -> Floats:
    """All optimizers one after the other: x, y, value, gradient norm, (rules, steps + 1, 4)."""
    return np.stack([_run(name, rate, start, steps) for name, rate in rates.items()])


def _run(name: str, rate: float, start: Floats, steps: int) -> Floats:
    point = torch.tensor(start, requires_grad=True)
    optimizer = RULES[name]([point], lr=rate)
    record = np.empty((steps + 1, 4))
    for row in record:
        optimizer.zero_grad()
        value = rosenbrock(point)
        value.backward()
        row[:2] = point.detach().numpy()
        row[2] = value.item()
        row[3] = point.grad.norm().item()
        optimizer.step()
    return record


def grouped(rates: Floats, start: Floats, steps: int) -> Floats:
    """One Adam whose parameter groups have a rate each: one backward pass for all of them."""
    points = [torch.tensor(start, requires_grad=True) for _ in rates]
    optimizer = torch.optim.Adam(
        [{"params": [point], "lr": float(rate)} for point, rate in zip(points, rates, strict=True)]
    )
    record = np.empty((steps + 1, 4, len(rates)))
    for row in record:
        optimizer.zero_grad()
        together = torch.stack(points, dim=1)
        values = rosenbrock(together)
        values.sum().backward()
        row[:2] = together.detach().numpy()
        row[2] = values.detach().numpy()
        row[3] = torch.stack([point.grad for point in points]).norm(dim=1).numpy()
        optimizer.step()
    return record.transpose(2, 0, 1)


def settled(starts: Floats, rate: float, steps: int, *, fused: bool, given: bool) -> Floats:
    """Where Adam ends from each start, (2, P) -> (2, P); `given` is the gradient by hand."""
    point = torch.tensor(starts, requires_grad=True)
    optimizer = torch.optim.Adam([point], lr=rate, fused=fused)
    for _ in range(steps):
        if given:
            _slope(point)
        else:
            optimizer.zero_grad()
            rosenbrock(point).sum().backward()
        optimizer.step()
    return point.detach().numpy()


def _slope(point: torch.Tensor) -> None:
    if point.grad is None:
        point.grad = torch.empty_like(point)
    x, y = point.detach().unbind()
    wall = y - x.square()
    point.grad[0] = 2 * (x - 1) - 400 * x * wall
    point.grad[1] = 200 * wall
