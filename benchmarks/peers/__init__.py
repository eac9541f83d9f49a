"""The same work done by PyTorch and by Optax, each as its own users would write it."""

from importlib.util import find_spec

PEERS = ("torch", "optax")

def present(name: str) -> bool:
    """Whether `torch` or `optax` can be imported here."""
    return find_spec(name) is not None
