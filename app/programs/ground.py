"""What a program goes down: the part of it that differs between surfaces and networks."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from app.programs.languages import Language


@dataclass
class Part:
    """Lines of a program, and the names from the standard library that they need."""

    lines: list[str] = field(default_factory=list)
    imports: dict[str, set[str]] = field(default_factory=dict)


class Ground(ABC):
    """A race as the writer of programs sees it.

    `more` stands beside x where f and its gradient are called; `kept` is what a run leaves,
    `collected` all of these, and `zeros` a memory of nothing.
    """

    more: ClassVar[str] = ""
    kept: ClassVar[str]
    collected: ClassVar[str]
    zeros: ClassVar[str]

    def __init__(self, race: Any, chosen: Sequence[int]) -> None:
        self.race = race
        self.chosen = chosen

    @property
    def runs(self) -> list[Any]:
        """Who is in the program."""
        return [self.race.runs[number] for number in self.chosen]

    @abstractmethod
    def heading(self, who: str) -> str:
        """The first line. `who` moves."""

    @abstractmethod
    def shared(self, language: Language) -> Part:
        """What all runs need."""

    @abstractmethod
    def parts(self, run: Any, language: Language, derived: bool) -> list[Part]:
        """What a run goes down; a gradient that comes by itself only if it is `derived`."""

    @abstractmethod
    def start(self, run: Any, place: int, language: Language, by_library: bool) -> list[str]:
        """The first point of a run, which is the program's `place`-th."""

    @abstractmethod
    def begun(self, language: Language) -> list[str]:
        """What is kept before the first step."""

    def before_step(self, language: Language) -> list[str]:
        """What is kept before each step."""
        return []

    def after_step(self, language: Language) -> list[str]:
        """What is kept after each step."""
        return []

    def over(self, language: Language) -> list[str]:
        """What is kept after the last step."""
        return []

    def beside(self, run: Any) -> list[str]:
        """What stands beside the gradient in the loop."""
        return []

    def smooth(self, run: Any) -> bool:
        """Whether a library's derivative is the gradient everywhere."""
        return True

    @abstractmethod
    def reasons(self, run: Any, language: Language) -> list[str]:
        """Why the gradient is written out, if it is."""

    def remark(self) -> list[str]:
        """What else a reader should know before running the program."""
        return []

    @abstractmethod
    def printed(self, several: bool, language: Language) -> list[str]:
        """The end of the program."""
