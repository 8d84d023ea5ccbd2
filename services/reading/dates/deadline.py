"""The deadline of sign-up as people type it: «запись до 5 октября», «заявки до пятницы», «за день».

A day without an hour means the end of that day, but never later than the start; an hour without a day is one of the
day of the start.
"""

import datetime as dt
from dataclasses import dataclass

from services.reading.dates.clock import ClockSpan, read_clock
from services.reading.dates.moment import DateDoubt, Moment, Problem
from services.reading.dates.pieces import DatePhrase, Days, Piece, Weekday
from services.reading.dates.resolver import resolve
from services.reading.dates.scanner import read_piece
from services.reading.numbers import read_cardinal
from services.reading.phrases import phrases
from services.reading.text import Page, Tokens
from services.reading.words.date import (
    BY,
    DAY,
    DEADLINE_BEFORE,
    DEADLINE_FILLING,
    DEADLINE_INCLUDED,
    DEADLINE_NAMES,
    DEADLINE_TERMS,
    HOUR_UNITS,
    UNTIL,
    UP_TO,
    WEEK,
    WHOLE_DAY,
)

END_OF_DAY = dt.time(23, 59)
LONGEST_FILLING_WORDS = 5
"""Between «запись» and «до»: «регистрация на семинар открыта до …»."""
MOST_UNITS_BEFORE_START = 60
_TERMS = phrases(*DEADLINE_TERMS)


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last moment of sign-up in the event's wall time; None when in doubt."""

    at: dt.datetime | None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class SaidDeadline:
    """A deadline as said, to be resolved when the start is known; `before`: the time between it and the start."""

    phrase: DatePhrase
    before: dt.timedelta | None = None

    def resolved(self, start: dt.datetime | None, now_local: dt.datetime, year_end: dt.date) -> Deadline:
        """Return the deadline; `start` is the wall time of the event's beginning, None while it is not known."""
        said = self.phrase.said
        if self.before is None:
            moment = resolve(self.phrase, now_local, year_end)
        elif start is None:
            moment = Moment()
        else:
            moment = Moment((start - self.before).date(), (start - self.before).time())
        if moment.problems:
            return Deadline(None, moment.problems)
        day = moment.date or (start.date() if start else None)
        if day is None:
            return Deadline(None)
        time = moment.time or moment.end
        at = dt.datetime.combine(day, time or END_OF_DAY)
        if start and at > start:
            if time is not None or day > start.date():
                return Deadline(None, (Problem(DateDoubt.AFTER_START, said, day),))
            at = start
        if at <= now_local.replace(tzinfo=None):
            return Deadline(None, (Problem(DateDoubt.PAST, said, day),))
        return Deadline(at)


def read_deadline(text: str, now_local: dt.datetime, year_end: dt.date, start: dt.datetime | None = None) -> Deadline:
    """Return the deadline that a whole answer names: «до 5 октября», «5.10 в 18», «за день до начала»."""
    page = Page(text)
    tokens = page.tokens()
    found = take_deadline(page)
    if found is None:
        first = 1 if tokens[0].text in UNTIL or tokens[0].text in UP_TO else 0
        read = _read_phrase(tokens, first, page)
        found = read[0] if read else None
    if found is None:
        return Deadline(None, (Problem(DateDoubt.NOTHING_FOUND, text.strip()),))
    return found.resolved(start, now_local, year_end)


def take_deadline(page: Page) -> SaidDeadline | None:
    """Cut the deadline out of a page: the words that name it, «до» and the date after them."""
    tokens = page.tokens()
    for at in range(len(tokens)):
        inner = _skip_name(tokens, at)
        read = _read_phrase(tokens, inner, page) if inner is not None else None
        if read:
            found, after = read
            page.take(tokens[at].start, tokens[after - 1].end)
            return found
    return None


def _skip_name(tokens: Tokens, at: int) -> int | None:
    """Return the index after «запись … до» or «срок записи:»."""
    if term := _TERMS.at(tokens, at):
        after = tokens.skip(term[1], ":", "-")
        return after + 1 if tokens[after].text in UNTIL else after
    if not tokens[at].text.startswith(DEADLINE_NAMES):
        return None
    for step in range(1, LONGEST_FILLING_WORDS + 1):
        word = tokens[at + step].text
        if word in UNTIL or word in UP_TO or word in BY:
            return at + step + 1
        if word in DEADLINE_BEFORE:
            return at + step
        if word not in DEADLINE_FILLING:
            return None
    return None


def _read_phrase(tokens: Tokens, first: int, page: Page) -> tuple[SaidDeadline, int] | None:
    """Return the deadline whose date begins at token `first`, and the index after it."""
    before = _read_before_start(tokens, first)
    if before:
        said = page.text[tokens[first].start : tokens[before[1] - 1].end]
        return SaidDeadline(DatePhrase(tokens, said), before[0]), before[1]
    pieces: list[Piece] = []
    clocks: list[ClockSpan] = []
    at = after = first
    while at < len(tokens):
        if piece := read_piece(tokens, at):
            pieces.append(piece)
            at = after = piece.after
        elif not clocks and (clock := read_clock(tokens, at, after_date=bool(pieces), alone=True)):
            clocks.append(clock)
            at = after = clock.after
        elif tokens[at].text in DEADLINE_INCLUDED:
            at += 1
            after = at if pieces or clocks else after
        elif tokens[at].text == "," and _is_same_day(tokens, at + 1, pieces):
            at += 1
        else:
            break
    if not pieces and not clocks:
        return None
    said = page.text[tokens[first].start : tokens[after - 1].end]
    return SaidDeadline(DatePhrase(tokens, said, tuple(pieces), tuple(clocks))), after


def _is_same_day(tokens: Tokens, at: int, pieces: list[Piece]) -> bool:
    """Whether after a comma the weekday before it is named by number: «до пятницы, 2 октября»."""
    follows = read_piece(tokens, at) if pieces else None
    return isinstance(follows, Days) and isinstance(pieces[-1], Weekday)


def _read_before_start(tokens: Tokens, at: int) -> tuple[dt.timedelta, int] | None:
    """Return the length of «за день» or «за 2 часа до начала», and the index after it."""
    if tokens[at].text not in DEADLINE_BEFORE:
        return None
    count, inner = read_cardinal(tokens, at + 1) or (1, at + 1)
    unit = tokens[inner].text
    if count > MOST_UNITS_BEFORE_START:
        return None
    if unit in DAY or unit in WHOLE_DAY:
        length = dt.timedelta(days=count)
    elif unit in WEEK:
        length = dt.timedelta(weeks=count)
    elif unit in HOUR_UNITS:
        length = dt.timedelta(hours=count)
    else:
        return None
    after = inner + 1
    return length, after + 2 if tokens[after].text in UNTIL else after
