"""What a client is to do, and what it met: both go between processes as JSON."""

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Does = Literal["race", "stay", "leave", "reset", "never_read", "probe"]
PATIENCE = 120.0  # seconds until a client gives up, which is an error


@dataclass(frozen=True)
class Plan:
    """One client.

    `race` runs a race to its end, and comes back to it where `returns`; `stay` connects and stays
    until the crowd is sent home; `leave` closes at once; `reset` goes without a word; `never_read`
    asks for a race and reads nothing of it; `probe` asks /healthz by new connections all the time.
    """

    does: Does = "race"
    after: float = 0.0  # seconds after the crowd began
    spec: dict[str, Any] | None = None
    blocks: int = 4  # the first grant
    pace: float = 0.0  # seconds between a block and the grant that answers it
    returns: bool = False
    heartbeat: float | None = None  # seconds between two pings; a lost one is a lost connection

    def plain(self) -> dict[str, Any]:
        """The same in a dict."""
        return asdict(self)


@dataclass
class Visit:
    """What one client met, in seconds of the clock that all processes of a machine share."""

    wanted: float
    connected: float | None = None
    first: float | None = None  # when the first block came
    done: float | None = None
    blocks: int = 0
    digest: str = ""  # of the whole trajectory and of how it ended
    queued: list[tuple[float, int]] = field(default_factory=list)  # when, and which place
    closed: list[tuple[float, int, str]] = field(default_factory=list)  # when, code and reason
    attempts: list[float] = field(default_factory=list)  # to connect
    back: list[float] = field(default_factory=list)  # connected once more
    resumed: list[float] = field(default_factory=list)  # the first message after that
    slowest: float = 0.0  # of a probe's answers
    errors: list[str] = field(default_factory=list)

    @classmethod
    def read(cls, plain: dict[str, Any]) -> "Visit":
        """From its JSON."""
        return cls(**plain)
