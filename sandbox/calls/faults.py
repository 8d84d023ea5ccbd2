"""Faults on demand: rules for the calls that fail, with the way and the number of failures."""

import asyncio
import random
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from sandbox.calls.errors import ApiError, ConnectionDropped, RawAnswer, too_many_requests

KINDS = (
    "429", "500", "502-html", "403", "400", "401", "drop_before", "drop_after", "slow", "slow_after",
)  # fmt: skip
_HTML_502 = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"


@dataclass
class Fault:
    """A rule. `method` and `chat` are patterns (`send*`, `1001`, `*`); calls without a chat match only `*`.

    Of the matching calls the first `skip` pass, then each fails with `probability` until `times` have failed (None:
    forever). Kinds: an HTTP code (429 with `retry_after`; 400, 401, 403 and 500 with `description`), `502-html` (a
    gateway's page), `drop_before` and `drop_after` (the connection breaks before or after the call took effect), `slow`
    and `slow_after` (`seconds` pass before or after it took effect, then it is answered).
    """

    kind: str
    method: str = "*"
    chat: str = "*"
    times: int | None = 1
    probability: float = 1.0
    skip: int = 0
    retry_after: int = 1
    seconds: float = 1.0
    description: str = ""
    hits: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"unknown fault {self.kind!r}, known: {', '.join(KINDS)}")

    def matches(self, method: str, chat_id: int | None) -> bool:
        if self.times is not None and self.hits >= self.times:
            return False
        chat = "" if chat_id is None else str(chat_id)
        return fnmatchcase(method.lower(), self.method.lower()) and (self.chat == "*" or fnmatchcase(chat, self.chat))


class Faults:
    """The rules in force; the first match wins, and the same seed gives the same failures."""

    def __init__(self, seed: int = 0) -> None:
        self.rules: list[Fault] = []
        self._random = random.Random(seed)  # noqa: S311 - chance for tests, no secret

    def add(self, fault: Fault) -> Fault:
        self.rules.append(fault)
        return fault

    def clear(self) -> None:
        self.rules.clear()

    def take(self, method: str, chat_id: int | None) -> Fault | None:
        """Return the fault for this call, if any, and count it as a hit."""
        for fault in self.rules:
            if not fault.matches(method, chat_id):
                continue
            if fault.skip > 0:
                fault.skip -= 1
                continue
            if self._random.random() < fault.probability:
                fault.hits += 1
                return fault
        return None


async def apply_before(fault: Fault) -> None:
    """Wait or raise, if the fault acts before the call takes effect."""
    if fault.kind == "slow":
        await asyncio.sleep(fault.seconds)
    elif fault.kind == "drop_before":
        raise ConnectionDropped(accepted=False)
    elif fault.kind == "429":
        raise too_many_requests(fault.retry_after)
    elif fault.kind == "502-html":
        raise RawAnswer(502, _HTML_502)
    elif fault.kind == "500":
        raise ApiError(500, fault.description or "Internal Server Error")
    elif fault.kind == "403":
        raise ApiError(403, fault.description or "Forbidden: user is deactivated")
    elif fault.kind == "401":
        raise ApiError(401, fault.description or "Unauthorized")
    elif fault.kind == "400":
        raise ApiError(400, fault.description or "Bad Request: chat not found")


async def apply_after(fault: Fault) -> None:
    """Wait or raise, if the fault acts after the call took effect."""
    if fault.kind == "slow_after":
        await asyncio.sleep(fault.seconds)
    elif fault.kind == "drop_after":
        raise ConnectionDropped(accepted=True)
