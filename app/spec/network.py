"""Networks that may be asked for."""

from collections.abc import Callable, Iterable, Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, FiniteFloat

from app.engine.catalogue import ACTIVATIONS, INITIALIZERS, LOSSES, BadChoice, Catalogue
from app.engine.contracts import Activation, Loss
from app.engine.network.problem import Network
from app.sentences import Place
from app.spec.data import DataChoice, DatasetSpec, TestFraction, samples_of, source_from
from app.spec.fields import Choice, ChoiceSpec, E, Spec, Whole, entry_from
from app.spec.limits import (
    MAX_BATCH,
    MAX_DROPOUT,
    MAX_HIDDEN,
    MAX_PENALTY,
    MAX_SCALE,
    MAX_UNITS,
)
from app.spec.refusals import at

MENUS: Mapping[str, Catalogue[Any]] = {
    "activation": ACTIVATIONS,
    "initializer": INITIALIZERS,
    "loss": LOSSES,
}

Units = Annotated[Whole, Field(ge=1, le=MAX_UNITS)]
Hidden = Annotated[list[Units], Field(max_length=MAX_HIDDEN)]
BatchSize = Annotated[Whole, Field(ge=1, le=MAX_BATCH)]
Penalty = Annotated[FiniteFloat, Field(ge=0, le=MAX_PENALTY)]
Dropout = Annotated[FiniteFloat, Field(ge=0, le=MAX_DROPOUT)]
StartScale = Annotated[FiniteFloat, Field(ge=0, le=MAX_SCALE)]


class NetworkSpec(Spec):
    """A multi-layer perceptron, what it learns, and how. `batch_size` None is the full batch.

    Without a `loss` classes are learned by cross-entropy and numbers by the mean squared error.
    """

    kind: Literal["network"]
    dataset: DataChoice = DatasetSpec(name="moons")
    test_fraction: TestFraction = 0.3
    hidden: Hidden = [8, 8]
    activation: Choice = ChoiceSpec(name="tanh")
    initializer: Choice = ChoiceSpec(name="xavier_uniform")
    scale: StartScale = 1.0
    loss: Choice | None = None
    batch_size: BatchSize | None = 32
    l1: Penalty = 0.0
    l2: Penalty = 0.0
    dropout: Dropout = 0.0


class Workshop:
    """Makes the networks of one race; equal ones are one object."""

    def __init__(self, problem: NetworkSpec, seed: int) -> None:
        self._problem = problem
        self._seed = seed
        self._made: dict[Network, Network] = {}

    def network(self, own: Mapping[str, Any], place: Callable[[str], Place]) -> Network:
        """The network of a run with fields of its own. Raises BadChoice.

        What is wrong with the problem is refused even where every run has something else instead.
        """
        problem = self._problem
        _check(problem, own)
        asked = {**{name: getattr(problem, name) for name in NetworkSpec.model_fields}, **own}
        source = source_from(asked["dataset"], place("dataset"))
        with at(place("dataset")):
            samples = samples_of(source, float(asked["test_fraction"]), self._seed)
        classes = bool(samples.table.classes)
        chosen = asked["loss"] or ChoiceSpec(name="cross_entropy" if classes else "mse")
        loss = _built(LOSSES, chosen, place("loss"))
        moved = "dataset" in own and "loss" not in own  # to data that the problem's loss misfits
        if loss.needs_classes and not classes:
            raise _misfit(loss, source.label, place("dataset" if moved else "loss"))
        activation = _built(ACTIVATIONS, asked["activation"], place("activation"))
        initializer = _built(INITIALIZERS, asked["initializer"], place("initializer"))
        network = Network(
            samples,
            tuple(asked["hidden"]),
            activation,
            initializer,
            loss,
            float(asked["scale"]),
            asked["batch_size"],
            float(asked["l1"]),
            float(asked["l2"]),
            float(asked["dropout"]),
            self._seed,
        )
        return self._made.setdefault(network, network)


def activation_from(name: str, parameters: dict[str, float]) -> Activation:
    """An activation with its parameters. Raises BadChoice."""
    return entry_from(ACTIVATIONS, name, parameters)


def _built(catalogue: Catalogue[E], choice: ChoiceSpec, where: Place) -> E:
    inside = (*where, "parameters")
    return entry_from(catalogue, choice.name, choice.parameters, where, inside)


def _check(problem: NetworkSpec, fields: Iterable[str]) -> None:
    """Hold fields of a problem against the menus, which no run has taken them from."""
    for field in fields:
        if field == "dataset":
            source_from(problem.dataset, ("problem", "dataset"))
        elif field in MENUS and (choice := getattr(problem, field)) is not None:
            _built(MENUS[field], choice, ("problem", field))


def _misfit(loss: Loss, label: str, where: Place) -> BadChoice:
    """Why a loss cannot be taken from numbers."""
    fitting = [name for name, entry in LOSSES.items() if not entry.needs_classes]
    return BadChoice(
        f"{loss.label} needs classes, and {label} has numbers to predict; "
        f"choose {' or '.join(fitting)}",
        where,
    )
