"""Times and spans of times as people type them: «в 14», «с 14 до 17», «14:00–17:00», «начало в 14, окончание в 17»."""

from dataclasses import dataclass, replace
from datetime import time
from typing import Literal

from services.reading.dates.time_of_day import TimeOfDay, is_no_date, read_time_of_day
from services.reading.text import Tokens
from services.reading.words.date import (
    AT,
    BY,
    COUNTED_NOUNS,
    END_WORDS,
    FROM,
    GATHERING_WORDS,
    MONTHS,
    START_WORDS,
    UNTIL,
)

Role = Literal["start", "end", "gathering"]
LONGEST_COUNT_LIST = 8
"""Tokens of «5, 6 и 7» looked over for the noun that is counted."""


@dataclass(frozen=True, slots=True)
class ClockSpan:
    """A time or a span of times between token indices `at` and `after`; `end` None when only one time was said."""

    at: int
    after: int
    start: time | None
    end: time | None = None
    role: Role = "start"
    doubtful: bool = False
    """To be asked about again: the start is not sure, or the end lies before it."""
    impossible: bool = False
    """There is no such time (25:00)."""


def read_clock(tokens: Tokens, at: int, *, after_date: bool, alone: bool) -> ClockSpan | None:
    """Return the time or span that starts at this token.

    `after_date`: a date has just ended here; `alone`: nothing but a moment is expected in the text, so a bare
    «14 часов» is a time and not a duration.
    """
    lead = tokens[at].text
    if tokens[at - 1].text == "/":  # «д/с 7»
        lead = ""
    if lead in FROM:
        return _read_span(tokens, at, at + 1) or _read_after_lead(tokens, at, at + 1, dots=False)
    if lead in UNTIL:
        said = read_time_of_day(tokens, at + 1, dots=is_no_date(tokens, at + 1))
        return _single(at, said, "end") if said and _may_be_time(tokens, said) else None
    if lead in AT:
        return _read_span(tokens, at, at + 1) or _read_after_lead(tokens, at, at + 1, dots=True)
    if lead in BY:
        return _read_after_lead(tokens, at, at + 1, dots=False)
    if lead in START_WORDS or lead in END_WORDS:
        inner = tokens.skip(at + 1, ":", "-")
        inner = inner + 1 if tokens[inner].text in AT else inner
        found = _read_span(tokens, at, inner) or _read_after_lead(tokens, at, inner, dots=inner > at + 1)
        return replace(found, start=None, end=found.start, role="end") if found and lead in END_WORDS else found
    return _read_span(tokens, at, at, bare=True) or _read_bare(tokens, at, after_date=after_date, alone=alone)


def _read_after_lead(tokens: Tokens, at: int, inner: int, *, dots: bool) -> ClockSpan | None:
    """Return the time at `inner`; the word that introduces it («в», «к», «начало») is at `at`."""
    said = read_time_of_day(tokens, inner, dots=dots, anchored=True, single=tokens[at].text in AT)
    if said is None or not _may_be_time(tokens, said):
        return None
    return _single(at, said, _role(tokens, at))


def _read_bare(tokens: Tokens, at: int, *, after_date: bool, alone: bool) -> ClockSpan | None:
    """Return a time without a word before it; a bare number is one only after a date, or with «часов» and `alone`."""
    said = read_time_of_day(tokens, at, dots=False)
    if said is None or not _may_be_time(tokens, said):
        return None
    if not said.sure:
        school_hour = after_date and 8 <= said.hour <= 21 and tokens[at].is_number
        expected = alone or school_hour if said.unit else school_hour and tokens[at - 1].text != ","
        if not expected:
            return None
    return _single(at, said, _role(tokens, at))


def _single(at: int, said: TimeOfDay, role: Role) -> ClockSpan:
    if not said.exists:
        return ClockSpan(at, said.after, None, role=role, impossible=True)
    if role == "end":
        return ClockSpan(at, said.after, None, said.clock(), role)
    return ClockSpan(at, said.after, said.clock(), role=role)


def _role(tokens: Tokens, at: int) -> Role:
    """Return what the words just before say this time is for."""
    for back in range(1, 4):
        word = tokens[at - back].text
        if word in START_WORDS or tokens[at - back].is_number:
            return "start"
        if word in GATHERING_WORDS:
            return "gathering"
    return "start"


def _read_span(tokens: Tokens, at: int, inner: int, *, bare: bool = False) -> ClockSpan | None:
    """Return two times joined by «до» or a dash. `bare`: without a preposition, so round numbers need a school hour."""
    first = read_time_of_day(tokens, inner, dots=True, anchored=not bare)
    if first is None or not (tokens[first.after].text == "-" or tokens[first.after].text in UNTIL):
        return None
    second = read_time_of_day(tokens, first.after + 1, dots=True, anchored=True)
    if second is None or not _may_be_time(tokens, second):
        return None
    dates = [not is_no_date(tokens, inner), not is_no_date(tokens, first.after + 1)]
    if all(dates) or (bare and any(dates)):
        return None
    if bare and not (first.sure or second.sure) and not 7 <= first.hour < second.hour <= 22:
        return None
    if _may_be_minutes(tokens, first, second):
        if tokens[at].text in AT:
            return _single(at, TimeOfDay(first.hour, second.hour, second.after), _role(tokens, at))
        return ClockSpan(at, second.after, None, doubtful=True)
    if not (first.exists and second.exists):
        return ClockSpan(at, second.after, None, impossible=True)
    return _span_meant(at, first, second, _role(tokens, at))


def _may_be_minutes(tokens: Tokens, first: TimeOfDay, second: TimeOfDay) -> bool:
    """«10-15» without spaces: a quarter past ten, or from ten to fifteen."""
    dash, number = tokens[first.after], tokens[first.after + 1]
    tight = dash.text == "-" and dash.glued and number.glued and len(number.text) == 2
    return tight and not (first.sure or second.sure) and second.hour >= 10 and second.hour % 5 == 0


def _span_meant(at: int, first: TimeOfDay, second: TimeOfDay, role: Role) -> ClockSpan:
    """Read the end by the start («с 10 до 2») and the start by the end's day part («с 2 до 5 дня»)."""
    end = second.clock()
    start = first.clock()
    if not first.part and second.part and first.hour <= 12:
        near = first.clock(second.part)
        start = near if near < end else start
    if end <= start and not second.part and not second.exact and end.hour < 12:
        end = end.replace(hour=end.hour + 12)
    if end <= start:
        return ClockSpan(at, second.after, None, role=role, doubtful=True)
    return ClockSpan(at, second.after, start, end, role)


def _may_be_time(tokens: Tokens, said: TimeOfDay) -> bool:
    """Whether what follows leaves the number a time: not «5 класс», «5-6 классы», «7 октября», «30%», «2-й»."""
    if said.sure:
        return True
    at = said.after
    while at < said.after + LONGEST_COUNT_LIST and tokens[at].text in {",", "и", "-"} and tokens[at + 1].is_number:
        follows = tokens[at + 2]
        if tokens[at + 1].value > 24 or follows.text in {".", ":", "/"} or follows.text in MONTHS:
            break
        at += 2
    follows = tokens[at]
    if follows.text in {"%", "/", "№", "+"} and follows.glued:
        return False
    if follows.text == "-" and follows.glued and tokens[at + 1].is_word and tokens[at + 1].glued:
        return False
    if follows.is_word and follows.glued:
        return False
    return follows.text not in MONTHS and not follows.text.startswith(COUNTED_NOUNS)
