"""Dates and times found in a text and not yet resolved against today."""

from dataclasses import dataclass

from services.reading.dates.clock import ClockSpan
from services.reading.text import Tokens


@dataclass(frozen=True, slots=True)
class Day:
    """A day as said; `month` and `year` None when left out."""

    day: int
    month: int | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Days:
    """Days named by number between token indices `at` and `after`; `through`: all from the first to the last."""

    at: int
    after: int
    days: tuple[Day, ...]
    through: bool = False
    dotted: bool = False
    """«12.10» without a year: after another date it may be a time."""


@dataclass(frozen=True, slots=True)
class Weekday:
    """A weekday, 0 = Monday; `weeks` None for the nearest to come, 0 for this week's, 1 for the next week's."""

    at: int
    after: int
    weekday: int
    weeks: int | None = None


@dataclass(frozen=True, slots=True)
class Ahead:
    """A number of days or months from today; `week`: only the week is meant («на следующей неделе»)."""

    at: int
    after: int
    days: int = 0
    months: int = 0
    week: bool = False


@dataclass(frozen=True, slots=True)
class Unclear:
    """A date said in a way that means no single day («каждую среду», «через день»)."""

    at: int
    after: int


Piece = Days | Weekday | Ahead | Unclear


@dataclass(frozen=True, slots=True)
class DatePhrase:
    """All dates and times found in one text; `said`: the words that hold them, as typed."""

    tokens: Tokens
    said: str
    pieces: tuple[Piece, ...] = ()
    clocks: tuple[ClockSpan, ...] = ()
