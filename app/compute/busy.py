"""More is asked for than is done at a time."""


class Busy(Exception):
    """Something is not done now; `seconds` is when it is worth to ask again."""

    def __init__(self, words: str, seconds: int = 1) -> None:
        super().__init__(words, seconds)
        self.words = words
        self.seconds = seconds
