"""Races as programs that others can run: NumPy, PyTorch, Optax, Keras."""

from app.programs.languages import LANGUAGES
from app.programs.writing import Program, program

__all__ = ["LANGUAGES", "Program", "program"]
