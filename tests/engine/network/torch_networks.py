"""The same networks in PyTorch, written from its own functions; autograd finds the gradient.

Nothing is imported before it is asked for. Dropout's masks are ours: PyTorch draws others.
"""

from importlib import import_module
from itertools import pairwise
from typing import Any

import numpy as np

from app.engine.contracts import Floats
from app.engine.network.problem import Network


def loss_and_gradient(network: Network, x: Floats, step: int) -> tuple[float, Floats]:
    """PyTorch's value and gradient at one point (D,), on the batch of `step`."""
    torch: Any = import_module("torch")
    flat = torch.tensor(np.array(x), dtype=torch.float64, requires_grad=True)
    rows = network.batches.rows(step)
    inputs = torch.tensor(network.samples.train_inputs[rows])
    targets = torch.tensor(network.samples.train_targets[rows])
    masks = _masks(network, step, len(rows))
    sizes = [inputs.shape[1], *network.hidden, network.shape.sizes[-1]]
    bend = _activation(torch, network.activation.name)
    a, weights, first = inputs, [], 0
    for number, (fan_in, fan_out) in enumerate(pairwise(sizes)):
        w = flat[first : first + fan_in * fan_out].reshape(fan_in, fan_out)
        first += fan_in * fan_out
        b = flat[first : first + fan_out]
        first += fan_out
        weights.append(w)
        a = torch.nn.functional.linear(a, w.T, b)
        if number < len(network.hidden):
            a = bend(a)
            if masks:
                a = a * torch.tensor(masks[number].T.copy())
    value = _loss(torch, network.loss.name, a, targets)
    for w in weights:
        value = value + network.l1 * w.abs().sum() + network.l2 * (w * w).sum()
    value.backward()
    return value.item(), np.array(flat.grad.numpy())


def _masks(network: Network, step: int, examples: int) -> list[Floats]:
    if not (network.dropout and network.hidden):
        return []
    return network._dropout.masks(step, examples, np.dtype(np.float64))


def _activation(torch: Any, name: str) -> Any:
    functional = torch.nn.functional
    others = {"identity": lambda s: s, "sigmoid": torch.sigmoid, "tanh": torch.tanh}
    return others.get(name) or getattr(functional, name)


def _loss(torch: Any, name: str, outputs: Any, targets: Any) -> Any:
    functional = torch.nn.functional
    if outputs.shape[1] == 1:
        s, t = outputs[:, 0], targets.double()
        return {
            "mse": lambda: functional.mse_loss(s, t),
            "huber": lambda: functional.huber_loss(s, t),
            "cross_entropy": lambda: functional.binary_cross_entropy_with_logits(s, t),
            "hinge": lambda: functional.relu(1 - (2 * t - 1) * s).mean(),
        }[name]()
    chosen = functional.one_hot(targets, outputs.shape[1])
    right = outputs.gather(1, targets[:, None])[:, 0]
    rivals = outputs.masked_fill(chosen.bool(), -torch.inf)
    return {
        "mse": lambda: functional.mse_loss(outputs, chosen.double()),
        "huber": lambda: functional.huber_loss(outputs, chosen.double()),
        "cross_entropy": lambda: functional.cross_entropy(outputs, targets),
        "hinge": lambda: functional.relu(1 + rivals.max(1).values - right).mean(),
    }[name]()
