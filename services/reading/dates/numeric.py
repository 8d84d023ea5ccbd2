"""Dates in digits: «7.10», «07.10.26», «7/10», «2026-10-07»."""

from services.reading.dates.pieces import Day, Days
from services.reading.text import Tokens
from services.reading.words.date import COUNTED_NOUNS, YEAR


def read_numeric(tokens: Tokens, at: int) -> Days | None:
    """Return the date in digits at this token."""
    first, sign, second, sign2, third = (tokens[at + step] for step in range(5))
    if not (first.is_number and second.is_number and sign.glued and second.glued):
        return None
    if tokens[at - 1].text in {"№", ":", "."} and first.glued:
        return None
    long = sign2.text == sign.text and sign2.glued and third.is_number and third.glued
    if len(first.text) == 4 and sign.text == "-" and long and third.value < 40 and 1900 < first.value < 2200:
        return Days(at, at + 5, (Day(third.value, second.value, first.value),))
    if len(first.text) > 2 or len(second.text) > 2:
        return None
    if long and len(third.text) in (2, 4) and (sign.text in {".", "/"} or (sign.text == "-" and len(third.text) == 4)):
        year = third.value + (2000 if len(third.text) == 2 else 0)
        return Days(at, skip_year_word(tokens, at + 5), (Day(first.value, second.value, year),))
    return None if long else _read_day_and_month(tokens, at)


def _read_day_and_month(tokens: Tokens, at: int) -> Days | None:
    first, sign, second = tokens[at], tokens[at + 1], tokens[at + 2]
    if sign.text not in {".", "/"} or first.value > 39 or not 1 <= second.value <= 12:
        return None
    if sign.text == "/" and tokens[at + 3].text.startswith(COUNTED_NOUNS):
        return None
    if first.value > 31 and len(second.text) < 2:
        return None
    dotted = sign.text == "." and len(second.text) == 2
    return Days(at, at + 3, (Day(first.value, second.value),), dotted=dotted)


def skip_year_word(tokens: Tokens, at: int) -> int:
    """Return the index after «г.» or «года», or `at` where no such word follows."""
    if tokens[at].text in YEAR:
        return at + 2 if tokens[at + 1].text == "." and tokens[at + 1].glued else at + 1
    return at
