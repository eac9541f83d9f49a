"""Fisher's irises."""

from dataclasses import dataclass
from functools import cache

from app.engine.contracts import Dataset, Floats


@dataclass(frozen=True)
class Iris(Dataset):
    """Three kinds of iris, told apart by the size of their petals and sepals.

    150 flowers, 50 of each kind, measured in centimetres; nothing here is random but the split.

    Setosa is easy, a petal shorter than 2.5 cm says it all; the other two overlap, and a handful
    of flowers stays on the wrong side of any simple border.
    """

    label = "Iris"
    formula = r"\mathbb{R}^4 \to \{1, 2, 3\}, \quad N = 150"
    source = "Fisher 1936, https://doi.org/10.24432/C56C76"
    features = ("sepal length (cm)", "sepal width (cm)", "petal length (cm)", "petal width (cm)")
    classes = ("setosa", "versicolor", "virginica")
    target = "species"

    def rows(self, seed: int) -> tuple[Floats, Floats]:
        return _rows()


@cache
def _rows() -> tuple[Floats, Floats]:
    from sklearn.datasets import load_iris

    inputs, targets = load_iris(return_X_y=True)
    return inputs, targets
