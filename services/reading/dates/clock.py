"""Times of day as people type them: «в 14», «14-00», «в два часа дня», «с 14 до 17».

A time without a day part and without a leading zero belongs to the school day: 1 to 7 mean 13:00 to 19:00.
"""

from dataclasses import dataclass
from datetime import time

from services.reading.numbers import read_cardinal
from services.reading.text import Tokens
from services.reading.words.date import (
    AT,
    BEGINS,
    BY,
    CARDINALS,
    COUNTED,
    DAY_PARTS,
    ENDS,
    FROM,
    GATHERS,
    HALF,
    HALF_GLUED,
    HOUR_ENDS,
    HOUR_UNITS,
    LESS_MINUTES,
    MIDNIGHT,
    MINUTE_UNITS,
    MONTHS,
    NOON,
    ONE_OCLOCK,
    QUARTER,
    UNTIL,
    WITHOUT,
)

SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
ROUND_MINUTES = {0, 15, 30, 45}


@dataclass(frozen=True, slots=True)
class Point:
    """One hour and minute as said. `sure`: its own form shows that it is a time; otherwise it is a bare number."""

    hour: int
    minute: int
    after: int
    part: str = ""
    exact: bool = False
    """Written as on a 24-hour clock, with a leading zero."""
    sure: bool = True
    unit: bool = False

    @property
    def exists(self) -> bool:
        return self.hour < 24 and self.minute < 60

    def clock(self, part: str = "") -> time:
        """The time meant; `part` is the day part of a neighbor («с 2 до 5 дня»)."""
        return time(_hour(self.hour, self.part or part, self.exact), self.minute)


def _hour(hour: int, part: str, exact: bool) -> int:
    if hour > 12:
        return hour
    if part in {"am", "morning"}:
        return 0 if hour == 12 and part == "am" else hour
    if part == "night":
        return 0 if hour == 12 else hour + 12 if hour >= 9 else hour
    if part in {"pm", "evening"}:
        return hour if hour == 12 or hour == 0 else hour + 12
    if exact:
        return hour
    return hour + 12 if 1 <= hour <= 7 else hour


@dataclass(frozen=True, slots=True)
class Clock:
    """A time or a span of times between token indices `at` and `after`; `role`: start, end or gathering."""

    at: int
    after: int
    start: time | None
    end: time | None = None
    role: str = "start"
    doubtful: bool = False
    """The person must say again: the start is not sure, or the end lies before it."""
    impossible: bool = False
    """There is no such time (25:00)."""


def read_clock(tokens: Tokens, at: int, *, after_date: bool, alone: bool) -> Clock | None:
    """A time that starts at this token. `after_date`: a date has just ended here; `alone`: nothing but a moment is
    expected in the text, so a bare «14 часов» is a time and not a duration."""
    lead = tokens[at].text
    if tokens[at - 1].text == "/":  # «д/с 7»
        lead = ""
    if lead in FROM:
        return _from_until(tokens, at, at + 1) or _single(tokens, at, at + 1, sure=True, dots=False)
    if lead in UNTIL:
        point = read_point(tokens, at + 1, dots=_is_no_date(tokens, at + 1))
        return _closed(at, point, "end") if point and _stands(tokens, point) else None
    if lead in AT:
        return _from_until(tokens, at, at + 1) or _single(tokens, at, at + 1, sure=True, dots=True)
    if lead in BY:
        return _single(tokens, at, at + 1, sure=True, dots=False)
    if lead in BEGINS or lead in ENDS:
        inner = tokens.skip(at + 1, ":", "-")
        inner = inner + 1 if tokens[inner].text in AT else inner
        found = _from_until(tokens, at, inner) or _single(tokens, at, inner, sure=True, dots=inner > at + 1)
        return found and (_as_end(found) if lead in ENDS else found)
    return _from_until(tokens, at, at, bare=True) or _bare(tokens, at, after_date=after_date, alone=alone)


def _single(tokens: Tokens, at: int, inner: int, *, sure: bool, dots: bool) -> Clock | None:
    point = read_point(tokens, inner, dots=dots, anchored=True, single=tokens[at].text in AT)
    if point is None or not (sure or point.sure) or not _stands(tokens, point):
        return None
    return _closed(at, point, _role(tokens, at))


def _bare(tokens: Tokens, at: int, *, after_date: bool, alone: bool) -> Clock | None:
    point = read_point(tokens, at, dots=False)
    if point is None or not _stands(tokens, point):
        return None
    if not point.sure:
        school_hour = 8 <= point.hour <= 21 and tokens[at].is_number
        if point.unit:
            if not (alone or (after_date and school_hour)):
                return None
        elif not (after_date and school_hour and tokens[at - 1].text != ","):
            return None
    return _closed(at, point, _role(tokens, at))


def _closed(at: int, point: Point, role: str) -> Clock:
    if not point.exists:
        return Clock(at, point.after, None, role=role, impossible=True)
    said = point.clock()
    if role == "end":
        return Clock(at, point.after, None, said, role)
    return Clock(at, point.after, said, role=role)


def _as_end(clock: Clock) -> Clock:
    return Clock(clock.at, clock.after, None, clock.start, "end", clock.doubtful, clock.impossible)


def _role(tokens: Tokens, at: int) -> str:
    """What the words just before say this time is for."""
    for back in range(1, 4):
        word = tokens[at - back].text
        if word in BEGINS or tokens[at - back].is_number:
            return "start"
        if word in GATHERS:
            return "gathering"
    return "start"


def _from_until(tokens: Tokens, at: int, inner: int, *, bare: bool = False) -> Clock | None:
    """Two times joined by «до» or a dash. `bare`: no preposition before, so round numbers need a school hour."""
    first = read_point(tokens, inner, dots=True, anchored=not bare, range_start=True)
    if first is None or not (tokens[first.after].text == "-" or tokens[first.after].text in UNTIL):
        return None
    second = read_point(tokens, first.after + 1, dots=True, anchored=True)
    if second is None or not _stands(tokens, second):
        return None
    dates = [not _is_no_date(tokens, inner), not _is_no_date(tokens, first.after + 1)]
    if all(dates) or (bare and any(dates)):
        return None
    if bare and not (first.sure or second.sure) and not 7 <= first.hour < second.hour <= 22:
        return None
    if _may_be_minutes(tokens, first, second):
        if tokens[at].text in AT:
            return _closed(at, Point(first.hour, second.hour, second.after), _role(tokens, at))
        return Clock(at, second.after, None, doubtful=True)
    if not (first.exists and second.exists):
        return Clock(at, second.after, None, impossible=True)
    return _span(at, first, second, second.after, _role(tokens, at))


def _may_be_minutes(tokens: Tokens, first: Point, second: Point) -> bool:
    """«10-15» without spaces: a quarter past ten, or from ten to fifteen."""
    dash, number = tokens[first.after], tokens[first.after + 1]
    tight = dash.text == "-" and dash.glued and number.glued and len(number.text) == 2
    return tight and not (first.sure or second.sure) and second.hour >= 10 and second.hour % 5 == 0


def _span(at: int, first: Point, second: Point, after: int, role: str) -> Clock:
    """The span meant: the end leans on the start («с 10 до 2»), the start on the end's day part («с 2 до 5 дня»)."""
    end = second.clock()
    start = first.clock()
    if not first.part and second.part and first.hour <= 12:
        near = first.clock(second.part)
        start = near if near < end else start
    if end <= start and not second.part and not second.exact and end.hour < 12:
        end = end.replace(hour=end.hour + 12)
    if end <= start:
        return Clock(at, after, None, role=role, doubtful=True)
    return Clock(at, after, start, end, role)


def _is_no_date(tokens: Tokens, at: int) -> bool:
    """Whether the dotted pair here («14.30») cannot be a day and a month, or there is no such pair."""
    dotted = tokens[at].is_number and tokens[at + 1].text in {".", "/"} and tokens[at + 2].is_number
    if not dotted or not (tokens[at + 1].glued and tokens[at + 2].glued):
        return True
    return not (1 <= tokens[at].value <= 31 and 1 <= tokens[at + 2].value <= 12) or tokens[at + 2].value > 12


def _stands(tokens: Tokens, point: Point) -> bool:
    """Whether what follows leaves the number a time: not «5 класс», «5-6 классы», «7 октября», «30%», «2-й»."""
    if point.sure:
        return True
    at = point.after
    while at < point.after + 8 and tokens[at].text in {",", "и", "-"} and tokens[at + 1].is_number:
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
    return follows.text not in MONTHS and not follows.text.startswith(COUNTED)


def read_point(
    tokens: Tokens, at: int, *, dots: bool, anchored: bool = False, range_start: bool = False, single: bool = False
) -> Point | None:
    """One time at this token. `dots`: «14.30» may be one even when it could be a date; `anchored`: a preposition
    stands before, so words and four digits count; `single`: no span may follow, «в 9-15» is a quarter past nine."""
    point = _digits(tokens, at, dots=dots, anchored=anchored, range_start=range_start, single=single)
    if point is None:
        point = _said(tokens, at, anchored=anchored)
    return point and _with_unit(tokens, point)


def _digits(tokens: Tokens, at: int, *, dots: bool, anchored: bool, range_start: bool, single: bool) -> Point | None:
    first, sign, second = tokens[at], tokens[at + 1], tokens[at + 2]
    if not first.is_number or tokens[at - 1].text == "№" or _inside_number(tokens, at):
        return None
    if len(first.text) == 4 and anchored:
        hour, minute = divmod(first.value, 100)
        year = (1900 <= first.value < 2100 and minute % 5 != 0) or tokens[at + 1].text.startswith("г")
        return None if year or hour > 23 or minute > 59 else Point(hour, minute, at + 1, exact=True)
    if len(first.text) > 2:
        return None
    exact = len(first.text) == 2 and first.value < 10
    pair = sign.glued and second.glued and second.is_number and len(second.text) == 2
    if pair and sign.text == ":":
        seconds = tokens[at + 3].text == ":" and tokens[at + 4].is_number and tokens[at + 4].glued
        return Point(first.value, second.value, at + 5 if seconds else at + 3, exact=exact)
    if pair and sign.text == "." and first.value < 24 and second.value < 60:
        longer = (
            tokens[at + 3].text == "." and tokens[at + 3].glued and tokens[at + 4].glued and tokens[at + 4].is_number
        )
        if not longer and (dots or _is_no_date(tokens, at)):
            return Point(first.value, second.value, at + 3, exact=exact)
    if pair and sign.text == "-" and first.value < 24 and second.value < 60 and not _continues(tokens, at + 3):
        no_span = second.text[0] == "0" or second.value > 24 or second.value <= first.value
        if second.value % 5 == 0 and (no_span or (single and not range_start)):
            return Point(first.value, second.value, at + 3, exact=exact)
    if sign.text and sign.text in SUPERSCRIPTS and second.text and second.text in SUPERSCRIPTS:
        minute = SUPERSCRIPTS.index(sign.text) * 10 + SUPERSCRIPTS.index(second.text)
        return Point(first.value, minute, at + 3, exact=exact)
    spaced = sign.is_number and len(sign.text) == 2 and sign.value in ROUND_MINUTES and 6 < first.value < 24
    if spaced and (anchored or sign.value == 0) and not _continues(tokens, at + 2):
        return Point(first.value, sign.value, at + 2, exact=exact)
    if first.value > 24 or _inside_number(tokens, at + 2):
        return None
    return Point(first.value, 0, at + 1, exact=exact, sure=False)


def _inside_number(tokens: Tokens, at: int) -> bool:
    """Whether the number here only continues the one before («1,5», «7.10»)."""
    here, sign = tokens[at], tokens[at - 1]
    joined = here.is_number and here.glued and sign.text in {".", ",", ":", "/"} and sign.glued
    return joined and tokens[at - 2].is_number


def _continues(tokens: Tokens, at: int) -> bool:
    """Whether the number before is only a part: of a telephone number, a count, a date."""
    follows = tokens[at]
    if follows.text in {"-", ".", ":", "/"} and follows.glued and tokens[at + 1].glued and tokens[at + 1].is_number:
        return follows.text != "-" or len(tokens[at + 1].text) != 2 or tokens[at + 2].text in {"-", "."}
    return follows.text in MONTHS or follows.text.startswith(COUNTED)


def _said(tokens: Tokens, at: int, *, anchored: bool) -> Point | None:
    """A time in words."""
    word, then = tokens[at].text, tokens[at + 1].text
    if word in NOON:
        return Point(12, 0, at + 1, exact=True)
    if word in MIDNIGHT:
        return Point(0, 0, at + 1, exact=True)
    if word in HALF and then in HOUR_ENDS:
        return Point(_before(HOUR_ENDS[then]), 30, at + 2)
    if word.startswith(HALF_GLUED) and word[3:] in HOUR_ENDS:
        return Point(_before(HOUR_ENDS[word[3:]]), 30, at + 1)
    if word == WITHOUT and (then == QUARTER or then in LESS_MINUTES):
        minutes = LESS_MINUTES.get(then, 15)
        after = at + 3 if tokens[at + 2].text in MINUTE_UNITS else at + 2
        hour = read_cardinal(tokens, after)
        if hour and 1 <= hour[0] <= 12:
            return Point(_before(hour[0]), 60 - minutes, hour[1])
    if word in ONE_OCLOCK and (anchored or then in DAY_PARTS):
        return Point(1, 0, at + 1, sure=anchored)
    if word in CARDINALS and (anchored or then in DAY_PARTS or then in HOUR_UNITS):
        hour = read_cardinal(tokens, at)
        if hour and 1 <= hour[0] <= 23:
            return _with_minutes(tokens, hour[0], hour[1])
    return None


def _before(hour: int) -> int:
    return 12 if hour == 1 else hour - 1


def _with_minutes(tokens: Tokens, hour: int, at: int) -> Point:
    inner = tokens.skip(at, "-")
    if CARDINALS.get(tokens[inner].text) == 0:
        inner = tokens.skip(inner + 1, "-")
        if CARDINALS.get(tokens[inner].text) == 0:
            return Point(hour, 0, inner + 1)
    elif CARDINALS.get(tokens[at].text, 0) >= 10:
        minutes = read_cardinal(tokens, at)
        if minutes and minutes[0] < 60:
            return Point(hour, minutes[0], minutes[1])
    return Point(hour, 0, at, sure=False)


def _with_unit(tokens: Tokens, point: Point) -> Point:
    """Add «часов», minutes after it and the part of the day."""
    hour, minute, after, part, sure = point.hour, point.minute, point.after, "", point.sure
    unit = tokens[after].text in HOUR_UNITS
    if unit:
        after = tokens.skip(after + 1, ".") if tokens[after + 1].glued else after + 1
        if not sure and tokens[after].is_number and tokens[after + 1].text in MINUTE_UNITS and tokens[after].value < 60:
            minute, after, sure = tokens[after].value, tokens.skip(after + 2, "."), True
    elif tokens.words(after, 3) == ("o", "'", "clock"):
        after, unit = after + 3, True
    said = tokens[after].text
    if said in DAY_PARTS:
        part, after, sure = DAY_PARTS[said], after + 1, True
    elif said in {"a", "p"} and tokens.words(after + 1, 2) == (".", "m"):
        part, after, sure = f"{said}m", tokens.skip(after + 3, "."), True
    return Point(hour, minute, after, part, point.exact, sure, unit)
