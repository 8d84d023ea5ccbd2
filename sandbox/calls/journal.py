"""A record of every call and its outcome, which tests compare with the bot's database."""

from collections import deque
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

JOURNAL_CAPACITY = 200_000


@dataclass
class Entry:
    """One call. `accepted` says whether it took effect, whatever answer the bot got; `at` is in unix seconds, `started`
    and `finished` in seconds of the monotonic clock; `outcome` is ok, error, raw, dropped or running."""

    number: int
    at: float
    started: float
    method: str
    params: dict[str, Any]
    files: dict[str, int]
    person: int | None
    outcome: str = "running"
    accepted: bool = False
    code: int = 0
    description: str = ""
    result: Any = None
    fault: str = ""
    finished: float = 0.0

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


class Journal:
    """The last calls in order, and warnings about calls that Telegram would misread or ignore in part."""

    def __init__(self) -> None:
        self.entries: deque[Entry] = deque(maxlen=JOURNAL_CAPACITY)
        self.warnings: list[str] = []
        self._count = 0

    def record(self, entry: Entry) -> Entry:
        self._count += 1
        entry.number = self._count
        self.entries.append(entry)
        return entry

    def warn(self, method: str, warning: str) -> None:
        self.warnings.append(f"{method}: {warning}")

    def calls(
        self,
        method: str | None = None,
        person: int | None = None,
        *,
        accepted: bool | None = None,
        after: int = 0,
    ) -> list[Entry]:
        """Return calls in order, narrowed by the arguments given; `after` is the number of an entry."""
        return list(self._matching(method, person, accepted, after))

    def _matching(self, method: str | None, person: int | None, accepted: bool | None, after: int) -> Iterable[Entry]:
        for entry in self.entries:
            if entry.number <= after or (method is not None and entry.method != method):
                continue
            if person is not None and entry.person != person:
                continue
            if accepted is None or entry.accepted == accepted:
                yield entry
