"""PyTorch, Optax and Keras behind one door: a library's optimizer as a step that we drive.

A step takes a point, the gradient there and the rate, and gives the library's next point. The
library keeps its own state from step to step, but the point is put into it each time.
Nothing is imported before an oracle is asked for.
"""

import os
from collections.abc import Callable, Mapping
from importlib import import_module
from importlib.metadata import version
from importlib.util import find_spec
from typing import Any

import numpy as np

from app.engine.contracts import Floats

Step = Callable[[Floats, Floats, float], Floats]

LIBRARIES = ("pytorch", "optax", "keras")
MODULES = {"pytorch": "torch", "optax": "optax", "keras": "keras"}
PACKAGES = {"pytorch": ("torch",), "optax": ("optax", "jax"), "keras": ("keras", "torch")}

# What a naive comparison would trip over, and what is done about it here.
EXCEPTIONS = (
    (
        "pytorch",
        "nadam",
        "keeps the product of its momenta in the default dtype, float32 unless told otherwise",
        "the default dtype is set to float64",
    ),
    (
        "optax",
        "adadelta",
        "climbs when it is given no learning rate, because nothing flips the sign",
        "a rate is always given, and our default is 1",
    ),
    (
        "optax",
        "every rule",
        "computes its exponential schedule in float32 for integer steps",
        "the rate of each step is computed by us and put in",
    ),
    (
        "keras",
        "every rule",
        "keeps rates and state in its own floatx, float32 by default",
        "floatx is set to float64",
    ),
)


def present(library: str) -> bool:
    """Whether the library, and what it rests on, is installed here."""
    return all(find_spec(MODULES.get(name, name)) for name in PACKAGES[library])


def versions(library: str) -> dict[str, str]:
    """The versions of the packages that the library's numbers come from."""
    return {name: version(name) for name in PACKAGES[library]}


def oracle(library: str, optimizer: str, numbers: Mapping[str, float]) -> Step:
    """A fresh optimizer of that library. `numbers` are our hyperparameters, by our names."""
    return {"pytorch": _torch, "optax": _optax, "keras": _keras}[library](optimizer, dict(numbers))


def _torch(optimizer: str, numbers: dict[str, float]) -> Step:
    torch: Any = import_module("torch")
    torch.set_default_dtype(torch.float64)
    optim = torch.optim
    build: dict[str, Any] = {
        "sgd": optim.SGD,
        "momentum": optim.SGD,
        "nesterov": optim.SGD,
        "adagrad": optim.Adagrad,
        "rmsprop": optim.RMSprop,
        "adadelta": optim.Adadelta,
        "adam": optim.Adam,
        "adamax": optim.Adamax,
        "nadam": optim.NAdam,
        "amsgrad": optim.Adam,
        "adamw": optim.AdamW,
    }
    beta = {"rmsprop": "alpha", "adadelta": "rho"}.get(optimizer, "momentum")
    words = _renamed(numbers, {"beta": beta})
    if "beta1" in words:
        words["betas"] = (words.pop("beta1"), words.pop("beta2"))
    if optimizer == "nesterov":
        words["nesterov"] = True
    if optimizer == "amsgrad":
        words["amsgrad"] = True
    point: Any = None
    rule: Any = None

    def step(x: Floats, gradient: Floats, rate: float) -> Floats:
        nonlocal point, rule
        if rule is None:
            point = torch.tensor(x, requires_grad=True)
            rule = build[optimizer]([point], **words)
        point.data = torch.tensor(x)
        point.grad = torch.tensor(gradient)
        rule.param_groups[0]["lr"] = rate
        rule.step()
        return np.array(point.detach().numpy())

    return step


def _optax(optimizer: str, numbers: dict[str, float]) -> Step:
    jax: Any = import_module("jax")
    optax: Any = import_module("optax")
    jax.config.update("jax_enable_x64", True)
    build: dict[str, Any] = {
        "momentum": optax.sgd,
        "nesterov": lambda **words: optax.sgd(nesterov=True, **words),
    }
    beta = {"rmsprop": "decay", "adadelta": "rho"}.get(optimizer, "momentum")
    words = _renamed(
        numbers, {"lr": "learning_rate", "beta": beta, "beta1": "b1", "beta2": "b2"}
    )
    words.pop("learning_rate")
    make = build.get(optimizer) or getattr(optax, optimizer)

    def move(x: Any, gradient: Any, state: Any, rate: Any) -> Any:
        update, state = make(learning_rate=rate, **words).update(gradient, state, x)
        return optax.apply_updates(x, update), state

    compiled: Any = jax.jit(move)
    state: Any = None

    def step(x: Floats, gradient: Floats, rate: float) -> Floats:
        nonlocal state
        if state is None:
            state = make(learning_rate=rate, **words).init(jax.numpy.asarray(x))
        moved, state = compiled(x, gradient, state, rate)
        return np.array(moved)

    return step


def _keras(optimizer: str, numbers: dict[str, float]) -> Step:
    os.environ.setdefault("KERAS_BACKEND", "torch")
    keras: Any = import_module("keras")
    keras.backend.set_floatx("float64")
    optim = keras.optimizers
    build: dict[str, Any] = {
        "sgd": optim.SGD,
        "momentum": optim.SGD,
        "nesterov": lambda **words: optim.SGD(nesterov=True, **words),
        "adagrad": optim.Adagrad,
        "rmsprop": optim.RMSprop,
        "adadelta": optim.Adadelta,
        "adam": optim.Adam,
        "adamax": optim.Adamax,
        "nadam": optim.Nadam,
        "amsgrad": lambda **words: optim.Adam(amsgrad=True, **words),
        "adamw": optim.AdamW,
    }
    beta = {"rmsprop": "rho", "adadelta": "rho"}.get(optimizer, "momentum")
    words = _renamed(
        numbers,
        {
            "lr": "learning_rate", "beta": beta, "beta1": "beta_1", "beta2": "beta_2",
            "eps": "epsilon",
        },
    )
    rule = build[optimizer](**words)
    variable: Any = None

    def step(x: Floats, gradient: Floats, rate: float) -> Floats:
        nonlocal variable
        if variable is None:
            variable = keras.Variable(x, dtype="float64")
            rule.build([variable])
        variable.assign(x)
        rule.learning_rate = rate
        rule.apply([keras.ops.convert_to_tensor(gradient, dtype="float64")], [variable])
        return np.array(keras.ops.convert_to_numpy(variable))

    return step


def _renamed(numbers: dict[str, float], names: Mapping[str, str]) -> dict[str, Any]:
    return {names.get(name, name): value for name, value in numbers.items()}
