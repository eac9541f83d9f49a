"""The latest answer of a function, so that steps in a row need not ask again."""

from collections.abc import Callable
from typing import Generic, ParamSpec, TypeVar

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")


class Remembered(Generic[Asked, Answer]):
    """A pure function that keeps its latest answer.

    Question and answer are kept as one object, which is replaced as a whole: threads may share
    it. A bound method can be remembered and pickled.
    """

    def __init__(self, function: Callable[Asked, Answer]) -> None:
        self._function = function
        self._latest: tuple[object, Answer] | None = None

    def __call__(self, *asked: Asked.args, **named: Asked.kwargs) -> Answer:
        """The function's answer; only positional questions are remembered."""
        latest = self._latest
        if latest is None or latest[0] != asked:
            latest = (asked, self._function(*asked, **named))
            self._latest = latest
        return latest[1]
