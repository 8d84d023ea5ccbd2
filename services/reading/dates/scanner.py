"""Dates and times found in a text: scanned piece by piece, then resolved.

A bare hour from 1 to 7 is an hour of the school day, 13:00 to 19:00; «07:00» and «в 7 утра» are taken as said.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from services.reading.dates.clock import ClockSpan, read_clock
from services.reading.dates.listed import read_days
from services.reading.dates.moment import DateDoubt, Moment, Problem
from services.reading.dates.pieces import DatePhrase, Days, Piece, Weekday
from services.reading.dates.resolver import refuse_outside_year, resolve
from services.reading.dates.weekday import read_ahead, read_weekday
from services.reading.text import Page, Tokens

_TIME_DOUBTS = frozenset({DateDoubt.AMBIGUOUS_TIME, DateDoubt.NO_SUCH_TIME})


def read_moment(text: str, now_local: dt.datetime, year_end: dt.date) -> Moment:
    """Return the moment that a whole answer names.

    `now_local`: wall time of the event's zone; `year_end`: the last day allowed.
    """
    moment, spans = find_moment(Page(text), now_local, year_end, alone=True)
    return moment if spans else Moment(problems=(Problem(DateDoubt.NOTHING_FOUND, text.strip()),))


def complete_moment(known: Moment, text: str, now_local: dt.datetime, year_end: dt.date) -> Moment:
    """Return `known` with the dates and times of an answer; beside a known date a bare «14» is an hour."""
    bare = text.strip().rstrip(".")
    if known.date and bare.isdecimal() and len(bare) <= 2:
        answer = read_moment(f"{bare}:00", now_local, year_end)
        hour = answer.time
        if hour is not None and 1 <= hour.hour <= 7 and not bare.startswith("0"):
            answer = replace(answer, time=hour.replace(hour=hour.hour + 12))
    else:
        answer = read_moment(text, now_local, year_end)
    doubts = {problem.doubt for problem in answer.problems}
    if DateDoubt.NOTHING_FOUND in doubts:
        return answer
    dated = answer if answer.date is not None or doubts - _TIME_DOUBTS else known
    timed = answer if answer.time is not None or doubts & _TIME_DOUBTS else known
    later = tuple(replace(day, time=day.time if timed is dated else timed.time) for day in dated.later)
    merged = Moment(dated.date, timed.time, timed.end, later, answer.problems)
    return refuse_outside_year(merged, text.strip(), now_local, year_end) if merged.date else merged


def find_moment(
    page: Page, now_local: dt.datetime, year_end: dt.date, *, alone: bool = False
) -> tuple[Moment, list[tuple[int, int]]]:
    """Return the moment anywhere in a page and the spans of its pieces; no spans: no date or time was found.

    `alone`: nothing but a moment is expected in the page.
    """
    tokens = page.tokens()
    pieces, clocks = _settle_dotted(tokens, *_scan(tokens, alone=alone))
    clocks = _without_gatherings(clocks)
    found: list[Piece | ClockSpan] = [*pieces, *clocks]
    spans = [(tokens[piece.at].start, tokens[piece.after - 1].end) for piece in found]
    said = page.text[min(start for start, _ in spans) : max(end for _, end in spans)] if found else ""
    return resolve(DatePhrase(tokens, said, tuple(pieces), tuple(clocks)), now_local, year_end), spans


def read_piece(tokens: Tokens, at: int) -> Piece | None:
    """Return the piece of a date that starts at this token."""
    return read_days(tokens, at) or read_ahead(tokens, at) or read_weekday(tokens, at)


def _scan(tokens: Tokens, *, alone: bool) -> tuple[list[Piece], list[ClockSpan]]:
    pieces: list[Piece] = []
    clocks: list[ClockSpan] = []
    at = dated = 0
    while at < len(tokens):
        if tokens[at].is_sign:
            at += 1
            continue
        piece = read_piece(tokens, at)
        if piece is not None:
            pieces.append(piece)
            at = dated = piece.after
            continue
        after_date = bool(pieces) and tokens.skip(dated, ",", ")") == at
        clock = read_clock(tokens, at, after_date=after_date, alone=alone)
        if clock is not None:
            clocks.append(clock)
            at = clock.after
            continue
        at += 1
    return pieces, clocks


def _settle_dotted(
    tokens: Tokens, pieces: Sequence[Piece], clocks: Sequence[ClockSpan]
) -> tuple[list[Piece], list[ClockSpan]]:
    """Take «12.10» for a time if the day is already said and no time is («7 октября 12.10»); otherwise it is a day."""
    if clocks:
        return list(pieces), list(clocks)
    days: list[Piece] = []
    times: list[ClockSpan] = []
    certain = any(not (isinstance(piece, Days) and piece.dotted) and not isinstance(piece, Weekday) for piece in pieces)
    for piece in pieces:
        follows = bool(days) and tokens[piece.at - 1].text != "," and days[-1].after == piece.at
        if isinstance(piece, Days) and piece.dotted and (certain or follows) and not times:
            hours = [(day.day, day.month or 0) for day in piece.days]
            if all(hour < 24 for hour, _ in hours):
                first, last = (dt.time(*hours[0]), dt.time(*hours[-1]))
                times.append(ClockSpan(piece.at, piece.after, first, last if len(hours) > 1 and last > first else None))
                continue
        days.append(piece)
    return days, times


def _without_gatherings(clocks: Sequence[ClockSpan]) -> list[ClockSpan]:
    """Drop times of registration (13:30) beside a time of the start (14:00)."""
    starts = [clock for clock in clocks if clock.role != "gathering"]
    return starts if any(clock.role == "start" for clock in starts) else list(clocks)
