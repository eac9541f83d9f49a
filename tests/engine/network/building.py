"""Small networks on made-up samples, for tests; nothing here needs scikit-learn."""

from dataclasses import replace
from typing import Any

import numpy as np

from app.engine.catalogue import ACTIVATIONS, INITIALIZERS, LOSSES
from app.engine.contracts import Table
from app.engine.network.problem import Network
from app.engine.samples import Samples, split


def made_up(
    features: int = 2, classes: int = 2, rows: int = 60, *, test: float = 0.25, seed: int = 0
) -> Samples:
    """Rows whose targets depend on their inputs; `classes` 0 is for numbers."""
    rng = np.random.default_rng(seed)
    inputs = rng.normal(size=(rows, features))
    score = np.sin(inputs).sum(1) + 0.3 * rng.normal(size=rows)
    names = tuple(f"x{number}" for number in range(features))
    if not classes:
        return split(Table(inputs, score, names), test, seed)
    places = np.argsort(np.argsort(score)) * classes // rows
    return split(Table(inputs, places, names, tuple("abcdefghij"[:classes])), test, seed)


def built(samples: Samples | None = None, **settings: Any) -> Network:
    """A network of 2-8-8-1 with tanh and cross-entropy, unless told otherwise.

    Activation, initializer and loss are given by name.
    """
    named = {"activation": "tanh", "initializer": "torch_linear", "loss": "cross_entropy"}
    words = {key: settings.pop(key, default) for key, default in named.items()}
    network = Network(
        samples or made_up(),
        settings.pop("hidden", (8, 8)),
        ACTIVATIONS.build(words["activation"], {}),
        INITIALIZERS.build(words["initializer"], {}),
        LOSSES.build(words["loss"], {}),
    )
    return replace(network, **settings)
