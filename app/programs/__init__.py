"""Races as programs that others can run: NumPy, PyTorch, Optax, Keras."""

from collections.abc import Mapping
from typing import Any

from app.engine.race import Race
from app.engine.training import Training
from app.programs.languages import LANGUAGES
from app.programs.network import OnNetworks
from app.programs.problem import OnSurfaces
from app.programs.writing import Program, Writer

__all__ = ["LANGUAGES", "Program", "program", "training_program"]


def program(race: Race, language: str, run: int | None = None) -> Program:
    """The program of one run of a race on surfaces, or of all of them."""
    return Writer(OnSurfaces(race, _chosen(race, run)), LANGUAGES[language]).program()


def training_program(
    race: Training, language: str, run: int | None, asked: Mapping[str, Any], server: str
) -> Program:
    """The same for networks. It asks `server` for data and weights, as the race was `asked` for."""
    ground = OnNetworks(race, _chosen(race, run), asked, server)
    return Writer(ground, LANGUAGES[language]).program()


def _chosen(race: Race | Training, run: int | None) -> list[int]:
    return list(range(len(race.runs))) if run is None else [run]
