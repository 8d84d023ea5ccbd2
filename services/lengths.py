"""Limits of typed texts, in UTF-16 units as messengers count them."""

from dataclasses import dataclass

from services.cleaning import clean
from services.refusals import Refusal


@dataclass(frozen=True, slots=True)
class TextLimit:
    """Lengths from `shortest` to `longest` are accepted; `key` names the text that refuses the others."""

    key: str
    shortest: int
    longest: int


class TextLength(Refusal):
    """The text is shorter or longer than its limit."""

    def __init__(self, limit: TextLimit) -> None:
        self.key = limit.key
        super().__init__(longest=str(limit.longest))


def length(text: str) -> int:
    """Return the length in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def check(text: str, limit: TextLimit) -> str:
    """Return the text cleaned. Raises TextLength."""
    text = clean(text)
    if not limit.shortest <= length(text) <= limit.longest:
        raise TextLength(limit)
    return text
