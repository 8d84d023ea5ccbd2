"""The duration of an event as people type it.

`hours` go on the certificate as said: «2 академических часа» are 2 hours there and 90 minutes of wall time; a clock
span («14:00-17:00») and minutes («90 минут») give as many hours as they last.
"""

from dataclasses import dataclass
from decimal import Decimal

from services.reading.dates.clock import read_clock
from services.reading.numbers import read_cardinal
from services.reading.text import Page, Tokens
from services.reading.words.date import CARDINALS, DAY_PARTS, MONTHS, YEAR
from services.reading.words.size import (
    ACADEMIC,
    ACADEMIC_GLUED,
    AND,
    AND_HALF,
    DURATION_LEADS,
    EACH,
    HALF_HOUR,
    HOURLY,
    HOURLY_STEM,
    HOURS,
    MINUTES,
    ONE_AND_HALF,
    PREPOSITIONS_BEFORE_TIME,
)

ACADEMIC_MINUTES = 45
MOST_HOURS = 300


@dataclass(frozen=True, slots=True)
class Duration:
    """`hours` for the certificate, `minutes` of wall time; `each`: of every sitting («по 2 часа»)."""

    hours: Decimal
    minutes: int
    each: bool = False


@dataclass(frozen=True, slots=True)
class _Found:
    at: int
    after: int
    duration: Duration
    academic: bool
    labeled: bool


def hours_of(minutes: int) -> Decimal:
    """Return minutes as hours, rounded to a hundredth."""
    return (Decimal(minutes) / 60).quantize(Decimal("0.01")).normalize() + Decimal(0)


def read_duration(text: str) -> Duration | None:
    """Return the duration that a whole answer names; a bare number counts hours."""
    page = Page(text)
    tokens = page.tokens()
    found = _find_all(tokens)
    if found:
        return _choose(found)[0]
    for at in range(len(tokens)):
        clock = read_clock(tokens, at, after_date=False, alone=True)
        if clock and clock.start and clock.end:
            minutes = (clock.end.hour - clock.start.hour) * 60 + clock.end.minute - clock.start.minute
            return Duration(hours_of(minutes), minutes)
    number = _read_amount(tokens, 0)
    if number and number[1] == tokens.skip(number[1], ".") == len(tokens):
        return _duration_of_hours(number[0], academic=False, each=False)
    return None


def find_duration(page: Page) -> tuple[Duration | None, list[tuple[int, int]]]:
    """Return the duration anywhere in a page and the spans of its words.

    Academic hours beside plain ones go on the certificate, the plain ones set the minutes.
    """
    tokens = page.tokens()
    found = _find_all(tokens)
    if not found:
        return None, []
    duration, used = _choose(found)
    return duration, [(tokens[one.at].start, tokens[one.after - 1].end) for one in used]


def _choose(found: list[_Found]) -> tuple[Duration, list[_Found]]:
    """Return the duration meant and the finds it is made of; a labeled one is preferred, else the last."""
    academic = next((one for one in found if one.academic), None)
    others = [one for one in found if not one.academic]
    plain = next((one for one in others if one.labeled), others[-1] if others else None)
    if academic is None:
        one = plain or found[0]
        return one.duration, [one]
    if plain is None:
        return academic.duration, [academic]
    each = academic.duration.each
    return Duration(academic.duration.hours, plain.duration.minutes, each), [academic, plain]


def _find_all(tokens: Tokens) -> list[_Found]:
    found: list[_Found] = []
    at = 0
    while at < len(tokens):
        one = _read_one(tokens, at)
        if one:
            found.append(one)
            at = one.after
        else:
            at += 1
    return found


def _read_one(tokens: Tokens, at: int) -> _Found | None:
    if tokens[at].text in HALF_HOUR:
        return _with_lead(tokens, at, at + 1, Duration(Decimal("0.5"), 30), academic=False)
    number = _read_amount(tokens, at) or _read_hourly(tokens, at)
    if number is None:
        return None
    unit = _read_unit(tokens, number[1])
    if unit is None or _is_time_of_day(tokens, at, unit[1], plain=unit[0] == "hour"):
        return None
    kind, after = unit
    each = tokens[at - 1].text in EACH
    if kind == "minute":
        minutes = int(number[0])
        if not 0 < minutes <= MOST_HOURS * 60:
            return None
        return _with_lead(tokens, at, after, Duration(hours_of(minutes), minutes, each), academic=False)
    amount = number[0]
    inner = after + 1 if tokens[after].text in AND else after
    if kind == "hour" and tokens[inner].is_number and tokens[inner + 1].text in MINUTES:
        amount += hours_of(min(tokens[inner].value, 59))
        after = tokens.skip(inner + 2, ".")
    duration = _duration_of_hours(amount, academic=kind == "academic", each=each)
    return _with_lead(tokens, at, after, duration, academic=kind == "academic") if duration else None


def _with_lead(tokens: Tokens, at: int, after: int, duration: Duration, *, academic: bool) -> _Found:
    """Return the duration with the words that introduce it («длительность: 3 часа»)."""
    first = at
    while tokens[first - 1].text in DURATION_LEADS or tokens[first - 1].text in EACH:
        first -= 1
        labeled_by_sign = tokens[first - 1].text in {":", "-"} and tokens[first - 2].text in DURATION_LEADS
        first -= labeled_by_sign
    if first == at and tokens[at - 1].text in {":", "-"} and tokens[at - 2].text in DURATION_LEADS:
        first = at - 2
        while tokens[first - 1].text in DURATION_LEADS:
            first -= 1
    return _Found(first, after, duration, academic, first < at)


def _duration_of_hours(amount: Decimal, *, academic: bool, each: bool) -> Duration | None:
    if not 0 < amount <= MOST_HOURS:
        return None
    length = ACADEMIC_MINUTES if academic else 60
    return Duration(amount.normalize() + Decimal(0), int((amount * length).to_integral_value()), each)


def _read_amount(tokens: Tokens, at: int) -> tuple[Decimal, int] | None:
    """Return a whole or decimal number in digits or words, and the index after it."""
    here = tokens[at]
    if here.text in ONE_AND_HALF:
        return Decimal("1.5"), at + 1
    if not here.is_number and here.text not in CARDINALS:
        return None
    if here.is_number and here.glued and tokens[at - 1].text in {":", ".", ",", "-", "/"} and tokens[at - 2].is_number:
        return None
    sign, tail = tokens[at + 1], tokens[at + 2]
    decimal = here.is_number and sign.glued and tail.is_number and tail.glued
    if decimal and sign.text in {",", "."}:
        if len(tail.text) > 2 or len(here.text) > 3 or (sign.text == "." and len(tail.text) == 2):
            return None
        return Decimal(f"{here.value}.{tail.text}"), at + 3
    if decimal and sign.text in {":", "/", "-"}:
        return None
    said = read_cardinal(tokens, at)
    if said is None:
        return None
    if tokens[said[1]].text == "с" and tokens[said[1] + 1].text in AND_HALF:
        return Decimal(said[0]) + Decimal("0.5"), said[1] + 2
    return Decimal(said[0]), said[1]


def _read_hourly(tokens: Tokens, at: int) -> tuple[Decimal, int] | None:
    """Return the number in «двухчасовой» and the index of the word itself, which is the unit too."""
    word = tokens[at].text
    stem = word.find(HOURLY_STEM)
    if stem > 0 and len(word) > stem + len(HOURLY_STEM) and word[:stem] in HOURLY:
        return Decimal(str(HOURLY[word[:stem]])), at
    return None


def _read_unit(tokens: Tokens, at: int) -> tuple[str, int] | None:
    """Return the unit of the number («hour», «academic» or «minute») and the index after it."""
    at = at + 1 if tokens[at].text == "-" and tokens[at + 1].text.startswith(HOURLY_STEM) else at
    word = tokens[at].text
    if word in HOURS:
        after = at + 1
        if tokens[after].text == "." and tokens[after].glued:
            after += 1
        if tokens[after].text in ACADEMIC and tokens[after].text != "а":
            return "academic", tokens.skip(after + 1, ".")
        return "hour", after
    if word in MINUTES:
        return "minute", at + 2 if tokens[at + 1].text == "." and tokens[at + 1].glued else at + 1
    if word in ACADEMIC_GLUED:
        return "academic", tokens.skip(at + 1, ".")
    if word in ACADEMIC:
        inner = tokens.skip(at + 1, ".", "-", "/")
        if tokens[inner].text in HOURS:
            return "academic", tokens.skip(inner + 1, ".")
    if HOURLY_STEM in word and len(word) > word.find(HOURLY_STEM) + len(HOURLY_STEM):
        return "hour", at + 1
    return None


def _is_time_of_day(tokens: Tokens, at: int, after: int, *, plain: bool) -> bool:
    """Whether the hours here are a time of day: «в 14 часов», «2 часа дня», «7 октября 14 часов»."""
    before = tokens[at - 1].text
    if before in PREPOSITIONS_BEFORE_TIME or tokens[after].text in DAY_PARTS:
        return True
    if before == "-" and tokens[at - 2].is_number:
        return True
    dated = before in MONTHS or before in YEAR or (tokens[at - 1].is_number and not tokens[at].is_number)
    return plain and dated and tokens[at].value >= 8
