"""Networks in programs: data and first weights from the server, layers, and their gradient."""

from collections.abc import Mapping, Sequence
from pprint import pformat
from typing import Any

from app.engine.network.problem import Network
from app.engine.training import Trainee, Training
from app.programs.ground import Ground, Part
from app.programs.languages import Language
from app.programs.numbers import comment, number
from app.programs.problem import defined
from app.programs.sources import Functions, listed

WIDTH = 92  # characters of a line of the race

LAYERS = '''\
def layers(x):
    """The numbers in x as weights (inputs, outputs) and biases, layer by layer."""
    first = 0
    for inputs, outputs in zip(SIZES, SIZES[1:]):
        end = first + inputs * outputs
        yield x[first:end].reshape(inputs, outputs), x[end : end + outputs]
        first = end + outputs
'''
MASKS = '''\
def masks(step, count):
    """What dropout multiplies the outputs of each hidden layer by at a step."""
    block, within = divmod(step, PER_BLOCK)
    rng = np.random.default_rng([SEED, *f"dropout {block}".encode()])
    kept = rng.random((PER_BLOCK, sum(HIDDEN), EXAMPLES), dtype=np.float32) >= DROPOUT
    whole = kept[within, :, :count] / (1 - DROPOUT)
    return [whole[end - units : end] for units, end in zip(HIDDEN, np.cumsum(HIDDEN))]
'''
ASKED = '''\
asked = Request(SERVER, json.dumps(RACE).encode(), {"Content-Type": "application/json"})
with urlopen(asked) as answer:
    told = json.load(answer)  # the data, the first weights, and the rows of each step
'''


class OnNetworks(Ground):
    """Networks that learn, of which the loss at each step is kept.

    `asked` is the race as it was asked for at POST /api/run of `server`.
    """

    more = ", *now"
    kept = "losses"
    collected = "curves"
    zeros = "zeros_like(x)"

    def __init__(
        self, race: Training, chosen: Sequence[int], asked: Mapping[str, Any], server: str
    ) -> None:
        super().__init__(race, chosen)
        self._asked = _narrowed(asked, chosen)
        self._server = server

    def heading(self, who: str) -> str:
        shapes = listed(["-".join(map(str, run.network.shape.sizes)) for run in self.runs])
        verb = "trains" if len(self.runs) == 1 else "train"
        return f"{who} {verb} {shapes}: {self.race.steps} steps."

    def shared(self, language: Language) -> Part:
        race = f"RACE = {pformat(self._asked, width=WIDTH, sort_dicts=False)}"
        lines = [f'SERVER = "{self._server}/api/run"', *race.splitlines(), "", *_of(ASKED)]
        return Part(lines, {"urllib.request": {"Request", "urlopen"}})

    def parts(self, run: Trainee, language: Language, derived: bool) -> list[Part]:
        network = run.network
        own = network.dropout > 0 and bool(network.hidden)
        words = [line for reason in self.reasons(run, language) for line in comment(reason)]
        drop = Part(_drop(network)) if own else Part()
        if language.derives:
            learned = Part([*_of(LAYERS), "", "", *_f(network, language, own)])
            learned.lines += ["", "", *(language.gradient() if derived else [])]
        else:
            learned = _written_out(network, own)
            learned.lines = [*words, *learned.lines]
        return [Part(_sizes(network)), drop, learned]

    def start(self, run: Trainee, place: int, language: Language, by_library: bool) -> list[str]:
        outputs = run.network.shape.sizes[-1]
        targets = 'np.array(own["train_targets"], float)[:, None]'
        if outputs > 1:
            targets = f'np.eye({outputs})[own["train_targets"]]'
        own = run.network.dropout > 0 and bool(run.network.hidden)
        flat = language.point('own["initial_parameters"]', by_library)
        return [
            f'own = {{**told, **told["runs"][{place}]}}',
            'inputs = np.array(own["train_inputs"])',
            f"targets = {targets}",
            "",
            "",
            *_batch(language, own),
            "",
            "",
            f"x = {flat}",
        ]

    def begun(self, language: Language) -> list[str]:
        return ["losses = []"]

    def before_step(self, language: Language) -> list[str]:
        return ["now = batch(step)", f"losses.append({language.value(self.more)})"]

    def over(self, language: Language) -> list[str]:
        return ["", f"losses.append({language.value(', *batch(STEPS)')})"]

    def reasons(self, run: Trainee, language: Language) -> list[str]:
        if language.name != "keras":
            return []
        return [
            "Keras trains models of its own, on batches that it draws itself; here its optimizer "
            "takes the gradient of our batches, which is written out."
        ]

    def remark(self) -> list[str]:
        return [
            f"The program asks {self._server} for the data, the first weights, and the rows of "
            "each step."
        ]

    def printed(self, several: bool, language: Language) -> list[str]:
        if several:
            return [
                'for (name, losses), run in zip(curves.items(), told["runs"]):',
                '    apart = max(abs(a - b) for a, b in zip(losses, run["loss"]))',
                '    print(f"{name}: loss {losses[-1]}, at most {apart:.1e} from the race")',
            ]
        return [
            'apart = max(abs(a - b) for a, b in zip(losses, own["loss"]))',
            'print(f"loss {losses[-1]}, at most {apart:.1e} from the race")',
        ]


def _narrowed(asked: Mapping[str, Any], chosen: Sequence[int]) -> dict[str, Any]:
    """The request of the chosen runs alone, with all that is needed to repeat it."""
    changes = [
        {**change, "run": chosen.index(change["run"])}
        for change in asked.get("changes", [])
        if change["run"] in chosen
    ]
    runs = [asked["runs"][number] for number in chosen]
    rest = {k: v for k, v in asked.items() if k not in ("runs", "changes")}
    changed = {"changes": changes} if changes else {}
    return {**rest, "runs": runs, **changed, "parameters": True}


def _of(text: str) -> list[str]:
    return text.splitlines()


def _sizes(network: Network) -> list[str]:
    return [f"SIZES = {list(network.shape.sizes)}  # units of each layer"]


def _drop(network: Network) -> list[str]:
    drop = network._dropout
    return [
        f"SEED = {network.seed}",
        f"HIDDEN = {list(network.hidden)}",
        f"DROPOUT = {number(network.dropout)}",
        f"EXAMPLES = {drop.examples}  # of the largest batch",
        f"PER_BLOCK = {drop.per_block}  # steps whose units are drawn at once",
        "",
        "",
        *_of(MASKS),
    ]


def _batch(language: Language, drops: bool) -> list[str]:
    """What a step sees: a row for each example, or, where NumPy differentiates, a column."""
    turned = "" if language.derives else ".T"
    seen = [language.array(f"{name}[rows]{turned}") for name in ("inputs", "targets")]
    lines = [
        "def batch(step):",
        '    """What a step sees."""',
        '    rows = np.array(own["batches"][step])',
    ]
    if not drops:
        return [*lines, f"    return {', '.join(seen)}"]
    mask = language.array("np.ascontiguousarray(m.T)") if language.derives else "m"
    lines += [f"    dropped = [{mask} for m in masks(step, len(rows))]"]
    return [*lines, f"    return {', '.join(seen)}, *dropped"]


def _f(network: Network, language: Language, drops: bool) -> list[str]:
    """The loss of a batch, in a library that differentiates it."""
    torch = language.name == "pytorch"
    activation = network.activation.in_torch if torch else network.activation.in_jax
    losses = network.loss.in_torch if torch else network.loss.in_jax
    loss = losses[network.shape.sizes[-1] > 1]
    lines = [f"def f(x, a, t{', *masks' if drops else ''}):", f'    """{_said(network)}"""']
    lines += [_each(drops), "        s = a @ w + b", f"        a = {activation}"]
    if drops:
        lines += ["        if number < len(masks):", "            a = a * masks[number]"]
    size = "w.abs().sum()" if torch else "jnp.where(w == 0, 0.0, jnp.abs(w)).sum()"
    return [*lines, *_returned(network, loss, size, "(w**2).sum()")]


def _each(numbered: bool) -> str:
    """The loop over the layers."""
    if numbered:
        return "    for number, (w, b) in enumerate(layers(x)):"
    return "    for w, b in layers(x):"


def _returned(network: Network, loss: str, size: str, square: str) -> list[str]:
    terms = []
    if network.l1:
        terms.append(f"{number(network.l1)} * {size}")
    if network.l2:
        terms.append(f"{number(network.l2)} * {square}")
    if not terms:
        return [f"    return {loss}"]
    return [
        f"    penalty = sum({' + '.join(terms)} for w, _ in layers(x))",
        f"    return {loss} + penalty",
    ]


def _written_out(network: Network, drops: bool) -> Part:
    """The loss of a batch in NumPy, and its gradient, backwards through the layers."""
    functions = Functions(network.activation, points=False)
    functions.add("value_and_slope", "activation", f"{network.activation.label}, and its slope.")
    costs = Functions(network.loss, points=False)
    costs.add("value_and_slope", "loss", f"{network.loss.label}, and its slope.")
    masks = ", *masks" if drops else ""
    dropped = ["if number < len(masks):", "    a, bend = a * masks[number], bend * masks[number]"]
    through = [
        f"def through(x, a{masks}):",
        '    """What goes into each layer, slopes, and outputs; a column for each example."""',
        "    seen, bends = [], []",
        _each(drops),
        "        seen.append(a)",
        "        s = w.T @ a + b[:, None]",
        "        a, bend = activation(s)",
        *([f"        {line}" for line in dropped] if drops else []),
        "        bends.append(bend)",
        "    return seen, bends, s",
    ]
    value = [
        f"def f(x, a, t{masks}):",
        f'    """{_said(network)}"""',
        f"    s = through(x, a{masks})[-1]",
        *_returned(network, "loss(s, t)[0]", "np.abs(w).sum()", "np.square(w).sum()"),
    ]
    pulls = []
    if network.l2:
        pulls.append(f"{number(2 * network.l2)} * w")
    if network.l1:
        pulls.append(f"{number(network.l1)} * np.sign(w)")
    back = [
        f"def gradient(x, a, t{masks}):",
        '    """By the chain rule, from the last layer to the first."""',
        f"    seen, bends, s = through(x, a{masks})",
        "    ds = loss(s, t)[1]",
        "    parts = []",
        "    for number, (w, b) in reversed(list(enumerate(layers(x)))):",
        f"        dw = {' + '.join(['seen[number] @ ds.T', *pulls])}",
        "        parts = [dw.ravel(), ds.sum(1), *parts]",
        "        if number:",
        "            ds = (w @ ds) * bends[number - 1]",
        "    return np.concatenate(parts)",
    ]
    lines = [*defined(functions), *defined(costs), *_of(LAYERS)]
    for text in (through, value, back):
        lines += ["", "", *text]
    imports = {**functions.imports}
    for module, names in costs.imports.items():
        imports.setdefault(module, set()).update(names)
    return Part(lines, imports)


def _said(network: Network) -> str:
    bent = network.activation.label
    return f"{network.loss.label} of a network with {bent}, on a batch."
