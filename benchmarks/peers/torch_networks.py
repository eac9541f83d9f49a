"""The trainings in PyTorch, eager: one network after the other, or all by `func.vmap`."""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

from benchmarks.peers.torch import RULES
from benchmarks.trained import Lesson

Floats = NDArray[Any]


def one_by_one(lesson: Lesson, rates: Mapping[str, float]) -> Floats:
    """Where each optimizer ends, (rules, D); loss and gradient norm are read at each step."""
    return np.stack([_train(lesson, name, rate) for name, rate in rates.items()])


def together(lesson: Lesson, rates: Mapping[str, float]) -> Floats:
    """The same with one gradient call a step for all networks; each rule moves its own."""
    points = [torch.tensor(lesson.start, requires_grad=True) for _ in rates]
    rules = [
        RULES[name]([x], lr=rate) for x, (name, rate) in zip(points, rates.items(), strict=True)
    ]
    gradients = torch.func.vmap(
        torch.func.grad_and_value(lambda x, a, t: _loss(_forward(lesson.sizes, x, a), t)),
        in_dims=(0, None, None),
    )
    for inputs, targets in _batches(lesson):
        with torch.no_grad():
            slopes, values = gradients(torch.stack(points), inputs, targets)
        values.numpy(), slopes.norm(dim=1).numpy()
        for x, slope, rule in zip(points, slopes, rules, strict=True):
            x.grad = slope
            rule.step()
    return torch.stack(points).detach().numpy()


def _train(lesson: Lesson, name: str, rate: float) -> Floats:
    network = _network(lesson)
    rule = RULES[name](network.parameters(), lr=rate)
    for inputs, targets in _batches(lesson):
        rule.zero_grad()
        value = _loss(network(inputs), targets)
        value.backward()
        value.item(), torch.nn.utils.get_total_norm(
            [x.grad for x in network.parameters()]
        ).item()
        rule.step()
    layers = [layer for layer in network if isinstance(layer, torch.nn.Linear)]
    parts = [part for layer in layers for part in (layer.weight.T.reshape(-1), layer.bias)]
    return torch.cat(parts).detach().numpy()


def _network(lesson: Lesson) -> torch.nn.Sequential:
    """As its users write it: Linear layers with tanh between them."""
    layers: list[torch.nn.Module] = []
    start = torch.tensor(lesson.start)
    for weights, biases in _layers(lesson.sizes, start):
        layer = torch.nn.Linear(*weights.shape, dtype=torch.float64)
        with torch.no_grad():
            layer.weight.copy_(weights.T)
            layer.bias.copy_(biases)
        layers += [layer, torch.nn.Tanh()]
    return torch.nn.Sequential(*layers[:-1])


def _forward(sizes: tuple[int, ...], x: torch.Tensor, a: torch.Tensor) -> torch.Tensor:
    for number, (weights, biases) in enumerate(_layers(sizes, x)):
        a = (torch.tanh(a) if number else a) @ weights + biases
    return a


def _layers(
    sizes: tuple[int, ...], x: torch.Tensor
) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
    first = 0
    for inputs, outputs in pairwise(sizes):
        middle = first + inputs * outputs
        yield x[first:middle].reshape(inputs, outputs), x[middle : middle + outputs]
        first = middle + outputs


def _loss(outputs: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    if outputs.shape[-1] == 1:
        return functional.binary_cross_entropy_with_logits(outputs[:, 0], targets)
    return functional.cross_entropy(outputs, targets)


def _batches(lesson: Lesson) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
    inputs, targets = torch.tensor(lesson.inputs), torch.tensor(lesson.targets)
    for rows in torch.tensor(lesson.batches):
        yield inputs[rows], targets[rows]
