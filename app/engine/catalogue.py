"""Menus that fill themselves from their folder: one file, one entry, named by the file."""

import inspect
import pkgutil
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from importlib import import_module
from typing import Any, Generic, TypeVar

from app.engine.contracts import (
    Activation,
    Dataset,
    Entry,
    Initializer,
    Loss,
    Optimizer,
    Schedule,
    Surface,
)
from app.engine.slider import Slider, sliders_of

MAX_SHOWN = 64  # characters of a name in a refusal; finding the nearest to a long one takes long


class BadChoice(ValueError):
    """Something that is not on the menu, or a number out of its bound. `where` is a path."""

    def __init__(self, message: str, where: tuple[str | int, ...] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.where = where


T = TypeVar("T", bound=Entry)


class Catalogue(Mapping[str, type[T]], Generic[T]):
    """The entries of one kind, by name, in the order of their `order` list, then by name."""

    def __init__(self, noun: str, package: str, kind: type[T], order: tuple[str, ...] = ()) -> None:
        self.noun = noun
        found = {}
        for module in pkgutil.iter_modules(import_module(package).__path__):
            entry = _only_entry(f"{package}.{module.name}", kind)
            entry.name = module.name
            found[module.name] = entry
        rank = {name: place for place, name in enumerate(order)}
        self._entries = dict(
            sorted(found.items(), key=lambda item: (rank.get(item[0], len(rank)), item[0]))
        )

    def __getitem__(self, name: str) -> type[T]:
        return self._entries[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def find(self, name: str) -> type[T]:
        """The entry of that name. Raises BadChoice with the nearest name."""
        if name not in self._entries:
            shown = name[:MAX_SHOWN]
            raise BadChoice(f"unknown {self.noun} {shown!r}{nearest(shown, self._entries)}")
        return self._entries[name]

    def build(self, name: str, values: Mapping[str, float]) -> T:
        """The entry with its parameters set. Raises BadChoice for unknown or unbounded ones."""
        entry = self.find(name)
        check(values, dict(sliders_of(entry)), entry.label)
        return entry(**values)


def check(values: Mapping[str, float], sliders: Mapping[str, Slider], owner: str) -> None:
    """Hold numbers against their bounds. Raises BadChoice with a sentence."""
    for name, value in values.items():
        if name not in sliders:
            shown = name[:MAX_SHOWN]
            hint = nearest(shown, sliders) if sliders else f"; {owner} takes none"
            raise BadChoice(f"unknown {owner} parameter {shown!r}{hint}", (shown,))
        if not sliders[name].accepts(value):
            raise BadChoice(f"{name} = {value:g} is not {sliders[name].bound()}", (name,))


def nearest(name: str, names: Mapping[str, Any]) -> str:
    """The end of a refusal: the nearest name, or all of them."""
    close = get_close_matches(name, names, n=1)
    return f"; did you mean {close[0]!r}?" if close else f"; there are {', '.join(names)}"


def _only_entry(module: str, kind: type[T]) -> type[T]:
    entries = [
        item
        for item in vars(import_module(module)).values()
        if inspect.isclass(item)
        and issubclass(item, kind)
        and item.__module__ == module
        and not item.__name__.startswith("_")
    ]
    if len(entries) != 1:
        raise ImportError(f"{module} defines {len(entries)} {kind.__name__}s; it must define 1")
    return entries[0]


OPTIMIZERS = Catalogue(
    "optimizer",
    "app.engine.optimizers",
    Optimizer,
    tuple("sgd momentum nesterov adagrad rmsprop adadelta adam adamax nadam amsgrad adamw".split()),
)
SURFACES = Catalogue("surface", "app.engine.surfaces", Surface, ("rosenbrock", "beale", "saddle"))
SCHEDULES = Catalogue("schedule", "app.engine.schedules", Schedule, ("constant",))
DATASETS = Catalogue(
    "data set",
    "app.engine.datasets",
    Dataset,
    tuple(
        "moons circles blobs xor spirals checkerboard plane bump sine sparse"
        " iris wine breast_cancer digits diabetes".split()
    ),
)
ACTIVATIONS = Catalogue(
    "activation",
    "app.engine.activations",
    Activation,
    tuple("identity sigmoid tanh relu leaky_relu elu gelu silu".split()),
)
INITIALIZERS = Catalogue(
    "initializer",
    "app.engine.initializers",
    Initializer,
    tuple(
        "xavier_uniform xavier_normal he_uniform he_normal lecun_uniform lecun_normal"
        " torch_linear constant".split()
    ),
)
LOSSES = Catalogue(
    "loss", "app.engine.losses", Loss, ("mse", "cross_entropy", "hinge", "huber")
)
