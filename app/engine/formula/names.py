"""What the symbols of rules are called."""

from app.engine.contracts import Rule

NAMES = {
    "θ": "parameter",
    "g": "gradient with weight decay",
    "m": "first moment",
    "m̂": "corrected first moment",
    "v": "second moment",
    "v̂": "corrected second moment",
    "v_max": "largest second moment so far",
    "u": "fading maximum of gradients",
    "μ": "momentum of this step",
    "G": "sum of squared gradients",
    "G₀": "sum of squared gradients at the start",
    "S": "mean of squared moves",
    "δ": "move before the rate",
}


def name_of(symbol: str, rule: type[Rule]) -> str:
    """The name of a symbol that a rule assigns, in plain characters. Raises KeyError."""
    return rule.called.get(symbol) or NAMES[symbol]
