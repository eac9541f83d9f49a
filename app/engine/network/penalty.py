"""What large weights cost."""

from dataclasses import dataclass

import numpy as np

from app.engine.contracts import Floats


@dataclass(frozen=True)
class Penalty:
    """l1 times the sum of |w| plus l2 times the sum of w^2, over weights, not biases.

    The slope of the square is 2 l2 w: an L2 penalty pulls like a coupled weight decay of 2 l2.
    The slope of |w| at zero is taken as 0.
    """

    l1: float = 0.0
    l2: float = 0.0

    def __bool__(self) -> bool:
        return self.l1 != 0 or self.l2 != 0

    def value(self, w: Floats) -> Floats:
        """The cost of the weights of one layer, (P, n) -> (P,)."""
        cost = np.zeros(len(w), w.dtype)
        if self.l1:
            cost += self.l1 * np.abs(w).sum(-1)
        if self.l2:
            cost += self.l2 * np.square(w).sum(-1)
        return cost

    def slope(self, w: Floats) -> Floats:
        """Its derivative by each weight, (P, n) -> (P, n)."""
        pull = (2 * self.l2) * w
        if self.l1:
            pull += self.l1 * np.sign(w)
        return pull
