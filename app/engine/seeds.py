"""One seed for many purposes: streams of random numbers that have nothing to do with each other."""

import numpy as np

LARGEST = 2**32  # one more than the largest seed of NumPy's older generator


def stream(seed: int, purpose: str) -> np.random.Generator:
    """The random numbers that this seed has for this purpose.

    >>> bool(stream(0, "xor").random() == stream(0, "spirals").random())
    False
    """
    return np.random.default_rng([seed, *purpose.encode()])


def random_state(seed: int) -> int | np.random.RandomState:
    """What scikit-learn is to be seeded with: the seed itself, as long as it takes it."""
    if seed < LARGEST:
        return seed
    return np.random.RandomState([seed % LARGEST, seed // LARGEST])
