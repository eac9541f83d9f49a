"""Numbers and steps as a person reads them."""

import math
import re

_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def number(value: float, digits: int = 3) -> str:
    """Three significant digits, a true minus, powers of ten where they are shorter.

    >>> number(0.00123), number(-2508.4), number(3e-9)
    ('0.00123', '−2510', '3×10⁻⁹')
    """
    if not math.isfinite(value):
        return "∞" if value > 0 else "−∞" if value < 0 else "not a number"
    if value == 0:
        return "0"
    scientific = f"{value:.{digits - 1}e}"
    rounded = float(scientific)
    if 1e-4 <= abs(rounded) < 1e5:
        decimals = max(0, digits - 1 - math.floor(math.log10(abs(rounded))))
        text = f"{rounded:.{decimals}f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
        return text.replace("-", "−")
    mantissa, exponent = scientific.split("e")
    mantissa = mantissa.rstrip("0").rstrip(".").replace("-", "−")
    power = "10" + str(int(exponent)).translate(_SUPERSCRIPTS)
    return f"−{power}" if mantissa == "−1" else power if mantissa == "1" else f"{mantissa}×{power}"


def at_step(step: int) -> str:
    """Where on its way a run was."""
    return "the start" if step == 0 else f"step {step}"


def printed(text: str) -> str:
    """A docstring's plain mathematics as a page prints it.

    >>> printed("the slope is 3 r^2: at -0.5, 1 + 2 * rate, close to pi")
    'the slope is 3 r²: at −0.5, 1 + 2 · rate, close to π'
    """
    text = re.sub(r"\^(-?\d)\b", lambda power: power[1].translate(_SUPERSCRIPTS), text)
    text = re.sub(r"(?<![\w.])-(?=\d)", "−", text)
    return re.sub(r"\bpi\b", "π", text.replace(" * ", " · "))
