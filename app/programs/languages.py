"""How each language says what a program needs: the point, its gradient, a library's optimizer."""

from abc import ABC, abstractmethod
from typing import ClassVar

from app.programs.calls import Call
from app.programs.legs import Leg
from app.programs.numbers import number


class Language(ABC):
    """One way of writing programs.

    `module` stands for NumPy in rules, `surface_module` in surfaces. `derives` says whether
    gradients come from the value by themselves, `calls_gradient` whether a loop with a library's
    optimizer asks for them by name.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    module: ClassVar[str]
    surface_module: ClassVar[str]
    derives: ClassVar[bool] = True
    calls_gradient: ClassVar[bool] = True
    standard: ClassVar[tuple[str, ...]] = ()
    imports: ClassVar[tuple[str, ...]]
    settings: ClassVar[tuple[str, ...]] = ()

    def gradient(self) -> list[str]:
        """The gradient of f, where it comes by itself."""
        return []

    def array(self, numbers: str) -> str:
        """NumPy's numbers as an array of the language."""
        return numbers

    @abstractmethod
    def point(self, numbers: str, by_library: bool) -> str:
        """Where a run begins, for a library's optimizer or for a rule written out."""

    def resumed(self, before: bool, after: bool) -> list[str]:
        """The point handed on to another leg; `before` and `after`: by a library's optimizer."""
        return []

    @abstractmethod
    def kept(self) -> str:
        """The point as something that stays as it is."""

    def seen(self, added: list[str], more: str) -> list[str]:
        """`g`, the gradient that a written rule sees; `more` stands beside x."""
        return [f"g = {' + '.join([f'gradient(x{more})', *added])}"]

    def value(self, more: str) -> str:
        """f(x) as a number."""
        return f"f(x{more})"


class Library(Language):
    """A language with optimizers of its own."""

    @abstractmethod
    def set_up(self, leg: Leg, call: Call, steered: bool) -> list[str]:
        """A library's optimizer, before the loop."""

    @abstractmethod
    def set_rate(self) -> list[str]:
        """Give the optimizer the rate of this step, `rate`."""

    @abstractmethod
    def change(self, leg: Leg, call: Call, new: dict[str, float]) -> list[str]:
        """Give the optimizer what was changed."""

    @abstractmethod
    def step(self, added: list[str], decay: str, smooth: bool, more: str) -> list[str]:
        """One step of a library's optimizer.

        `added` goes to the gradient, `decay` is what is taken off the point apart from it, and
        `more` stands beside x.
        """


class NumPy(Language):
    """Rules written out."""

    name = "numpy"
    title = "NumPy"
    module = surface_module = "np"
    derives = False
    imports = ("import numpy as np",)

    def point(self, numbers: str, by_library: bool) -> str:
        return f"np.array({numbers})"

    def kept(self) -> str:
        return "x"


class PyTorch(Library):
    """torch.optim, and gradients by backward()."""

    name = "pytorch"
    title = "PyTorch"
    module = surface_module = "torch"
    calls_gradient = False
    imports = ("import torch",)
    settings = ("torch.set_default_dtype(torch.float64)",)

    def gradient(self) -> list[str]:
        return ["gradient = torch.func.grad(f)"]

    def array(self, numbers: str) -> str:
        return f"torch.from_numpy({numbers})"

    def point(self, numbers: str, by_library: bool) -> str:
        return f"torch.tensor({numbers}{', requires_grad=True' if by_library else ''})"

    def resumed(self, before: bool, after: bool) -> list[str]:
        if before == after:
            return []
        return ["x = x.clone().requires_grad_()" if after else "x = x.detach().clone()"]

    def kept(self) -> str:
        return "x.tolist()"

    def value(self, more: str) -> str:
        return f"f(x{more}).item()"

    def set_up(self, leg: Leg, call: Call, steered: bool) -> list[str]:
        return [f"optimizer = {call.text(leg, '[x]')}"]

    def set_rate(self) -> list[str]:
        return ['optimizer.param_groups[0]["lr"] = rate']

    def change(self, leg: Leg, call: Call, new: dict[str, float]) -> list[str]:
        return [
            f'optimizer.param_groups[0]["{name}"] = {text}'
            for name, text in call.settings(set(new), leg.numbers)
        ]

    def step(self, added: list[str], decay: str, smooth: bool, more: str) -> list[str]:
        if smooth:
            lines = ["optimizer.zero_grad()", f"f(x{more}).backward()"]
        else:
            lines = ["x.grad = gradient(x.detach())"]
        apart = [f"    x -= {decay} * x  # weight decay, apart from the gradient"] if decay else []
        lines += [f"x.grad += {part.replace('* x', '* x.detach()')}" for part in added]
        return [*lines, *(["with torch.no_grad():", *apart] if apart else []), "optimizer.step()"]


class Optax(Library):
    """Optax's transformations, and gradients by jax.grad."""

    name = "optax"
    title = "Optax"
    module = surface_module = "jnp"
    imports = ("import jax", "import jax.numpy as jnp", "import optax")
    settings = ('jax.config.update("jax_enable_x64", True)',)

    def gradient(self) -> list[str]:
        return ["gradient = jax.jit(jax.grad(f))"]

    def array(self, numbers: str) -> str:
        return f"jnp.asarray({numbers})"

    def point(self, numbers: str, by_library: bool) -> str:
        return f"jnp.array({numbers})"

    def kept(self) -> str:
        return "x.tolist()"

    def value(self, more: str) -> str:
        return f"f(x{more}).item()"

    def set_up(self, leg: Leg, call: Call, steered: bool) -> list[str]:
        lines = [f"optimizer = {call.text(leg)}"]
        if steered:
            names = [name for name in ("lr", *leg.numbers) if name in call.takes]
            names = list(dict.fromkeys(names))
            numbers = {"lr": 1.0, **leg.numbers}
            lines = [
                "",
                "",
                "@optax.inject_hyperparams  # what is given by name can be changed later",
                f"def tuned({', '.join(names)}):",
                f"    return {call.text(leg, kept=frozenset(names))}",
                "",
                "",
                f"optimizer = tuned({', '.join(f'{n}={number(numbers[n])}' for n in names)})",
            ]
        return [*lines, "state = optimizer.init(x)", "update = jax.jit(optimizer.update)"]

    def set_rate(self) -> list[str]:
        return ['state.hyperparams["lr"] = jnp.asarray(rate)']

    def change(self, leg: Leg, call: Call, new: dict[str, float]) -> list[str]:
        return [
            f'state.hyperparams["{name}"] = jnp.asarray({number(value)})'
            for name, value in new.items()
            if name in call.takes
        ]

    def step(self, added: list[str], decay: str, smooth: bool, more: str) -> list[str]:
        apart = [f"x = x - {decay} * x  # weight decay, apart from the gradient"] if decay else []
        return [
            f"updates, state = update({' + '.join([f'gradient(x{more})', *added])}, state, x)",
            *apart,
            "x = optax.apply_updates(x, updates)",
        ]


class Keras(Library):
    """keras.optimizers on a gradient that is given."""

    name = "keras"
    title = "Keras"
    module = "keras.ops"
    surface_module = "np"
    derives = False
    standard = ("import os",)
    imports = (
        'os.environ["KERAS_BACKEND"] = "torch"', "", "import keras",
        "import numpy as np",
    )
    settings = ('keras.config.set_floatx("float64")',)

    def point(self, numbers: str, by_library: bool) -> str:
        if by_library:
            return f"keras.Variable(np.array({numbers}))"
        return f'keras.ops.convert_to_tensor({numbers}, dtype="float64")'

    def resumed(self, before: bool, after: bool) -> list[str]:
        if before == after:
            return []
        if after:
            return ["x = keras.Variable(x)"]
        return ["x = keras.ops.convert_to_tensor(keras.ops.convert_to_numpy(x).copy())"]

    def kept(self) -> str:
        return "keras.ops.convert_to_numpy(x).tolist()"

    def seen(self, added: list[str], more: str) -> list[str]:
        gradient = " + ".join([f"gradient(point{more})", *added])
        return [
            "point = keras.ops.convert_to_numpy(x)",
            f"g = keras.ops.convert_to_tensor({gradient})",
        ]

    def value(self, more: str) -> str:
        return f"f(keras.ops.convert_to_numpy(x){more})"

    def set_up(self, leg: Leg, call: Call, steered: bool) -> list[str]:
        return [f"optimizer = {call.text(leg)}"]

    def set_rate(self) -> list[str]:
        return ["optimizer.learning_rate = rate"]

    def change(self, leg: Leg, call: Call, new: dict[str, float]) -> list[str]:
        return [
            f"optimizer.{name} = {text}" for name, text in call.settings(set(new), leg.numbers)
        ]

    def step(self, added: list[str], decay: str, smooth: bool, more: str) -> list[str]:
        added = [part.replace("* x", "* point") for part in added]
        apart = [f"x.assign(x - {decay} * x)  # weight decay, apart from the gradient"]
        return [*self.seen(added, more), *(apart if decay else []), "optimizer.apply([g], [x])"]


LANGUAGES: dict[str, Language] = {
    language.name: language for language in (NumPy(), PyTorch(), Optax(), Keras())
}
