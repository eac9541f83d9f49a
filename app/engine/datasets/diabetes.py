"""The course of diabetes over a year."""

from dataclasses import dataclass
from functools import cache

from app.engine.contracts import Dataset, Floats


@dataclass(frozen=True)
class Diabetes(Dataset):
    """How far diabetes went within a year, from ten things measured at its beginning.

    442 patients; age, sex, body mass index, blood pressure and six blood values, in their own
    units; nothing here is random but the split.

    Least squares explain 52 % of the variance of all rows, and little more can be had: a network
    that gets far beyond on its train set has learned the patients by heart.
    """

    label = "Diabetes"
    formula = r"\mathbb{R}^{10} \to \mathbb{R}, \quad N = 442"
    source = "Efron, Hastie, Johnstone & Tibshirani 2004, https://doi.org/10.1214/009053604000000067"
    features = ("age", "sex", "bmi", "bp", "s1", "s2", "s3", "s4", "s5", "s6")
    target = "progression"

    def rows(self, seed: int) -> tuple[Floats, Floats]:
        return _rows()


@cache
def _rows() -> tuple[Floats, Floats]:
    from sklearn.datasets import load_diabetes

    inputs, targets = load_diabetes(return_X_y=True, scaled=False)
    return inputs, targets
