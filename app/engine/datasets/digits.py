"""Handwritten digits."""

from dataclasses import dataclass
from functools import cache

from app.engine.contracts import Dataset, Floats


@dataclass(frozen=True)
class Digits(Dataset):
    """Handwritten digits, 8 by 8 pixels in 17 greys: small pictures, ten classes.

    1,797 digits, a feature for each pixel, 0 to 16; nothing here is random but the split.

    Three of the 64 pixels are blank in every picture. They tell nothing, stay 0 when the others
    are standardized, and their weights never get a gradient.
    """

    label = "Digits"
    formula = r"\{0, \dots, 16\}^{8 \times 8} \to \{0, \dots, 9\}, \quad N = 1797"
    source = "Alpaydin & Kaynak 1998, https://doi.org/10.24432/C50P49"
    features = tuple(f"pixel_{row}_{column}" for row in range(8) for column in range(8))
    classes = tuple("0123456789")
    target = "digit"

    def rows(self, seed: int) -> tuple[Floats, Floats]:
        return _rows()


@cache
def _rows() -> tuple[Floats, Floats]:
    from sklearn.datasets import load_digits

    inputs, targets = load_digits(return_X_y=True)
    return inputs, targets
