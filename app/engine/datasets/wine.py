"""Wines of three growers."""

from dataclasses import dataclass
from functools import cache

from app.engine.contracts import Dataset, Floats


@dataclass(frozen=True)
class Wine(Dataset):
    """Wines of three growers, told apart by what a laboratory found in them.

    178 wines with 13 measurements each; nothing here is random but the split.

    Proline is counted in hundreds and hue around 1: its deviation is 1,378 times that of hue.
    Standardized, all features count alike; as they are, one rate cannot suit them.
    """

    label = "Wine"
    formula = r"\mathbb{R}^{13} \to \{1, 2, 3\}, \quad N = 178"
    source = "Aeberhard & Forina 1991, https://doi.org/10.24432/C5PC7J"
    features = (
        "alcohol", "malic_acid", "ash", "alcalinity_of_ash", "magnesium", "total_phenols",
        "flavanoids", "nonflavanoid_phenols", "proanthocyanins", "color_intensity", "hue",
        "od280/od315_of_diluted_wines", "proline",
    )
    classes = ("class_0", "class_1", "class_2")
    target = "grower"

    def rows(self, seed: int) -> tuple[Floats, Floats]:
        return _rows()


@cache
def _rows() -> tuple[Floats, Floats]:
    from sklearn.datasets import load_wine

    inputs, targets = load_wine(return_X_y=True)
    return inputs, targets
