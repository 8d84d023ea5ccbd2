"""Days and months written with words: «7-го», «седьмого», «октября 2026 года», «Oct 7, 2026»."""

from services.reading.dates.numeric import skip_year_word
from services.reading.dates.pieces import Day, Days
from services.reading.likeness import typing_errors
from services.reading.numbers import read_ordinal
from services.reading.text import Tokens
from services.reading.words.date import (
    COUNTED_NOUNS,
    DAY_OF_MONTH_WORDS,
    ENGLISH_MONTHS,
    LONG_MONTHS,
    MONTHS,
    ORDINAL_SUFFIXES,
)


def read_day_number(tokens: Tokens, at: int) -> tuple[int, int] | None:
    """Return a day of a month in digits («7», «7-го», «7th») or words, and the index after it."""
    here = tokens[at]
    if not here.is_number:
        return read_ordinal(tokens, at)
    if len(here.text) > 2 or here.value > 39 or (tokens[at - 1].text in {"№", ".", ":"} and here.glued):
        return None
    after = at + 1
    dashed = tokens[after].text == "-" and tokens[after].glued
    if dashed and tokens[after + 1].text in ORDINAL_SUFFIXES and tokens[after + 1].glued:
        after += 2
    elif tokens[after].text in ORDINAL_SUFFIXES and tokens[after].glued:
        after += 1
    return here.value, after


def read_month(tokens: Tokens, at: int) -> int | None:
    """Return the month named here, 1 to 12; a long name may have one wrong letter."""
    word = tokens[at].text
    if word in MONTHS:
        return MONTHS[word]
    if not tokens[at].is_word or not 6 <= len(word) <= 10:
        return None
    close = [MONTHS[known] for known in LONG_MONTHS if typing_errors(word, known) <= 1]
    return close[0] if close else None


def read_year(tokens: Tokens, at: int) -> tuple[int | None, int]:
    """Return the year after a month, if said, and the index after it; skips the dot of «окт.»."""
    dot = tokens[at].text == "." and tokens[at].glued and tokens[at - 1].text not in {"мая", "may"}
    at = at + 1 if dot else at
    comma = tokens[at].text == "," and tokens[at + 1].is_number and 2000 <= tokens[at + 1].value < 2200
    inner = at + 1 if comma else at
    number = tokens[inner]
    if number.is_number and len(number.text) == 4 and 1900 < number.value < 2200:
        return number.value, skip_year_word(tokens, inner + 1)
    if number.is_number and len(number.text) == 2 and tokens[inner + 1].text in {"г", "года"}:
        return 2000 + number.value, skip_year_word(tokens, inner + 1)
    return None, at


def read_english_date(tokens: Tokens, at: int) -> Days | None:
    """Return a date such as «Oct 7, 2026» or «7th of October»."""
    word = tokens[at].text
    if word in ENGLISH_MONTHS:
        day = read_day_number(tokens, tokens.skip(at + 1, "."))
        if day is None or tokens[day[1]].text == ":":
            return None
        year, after = read_year(tokens, day[1])
        return Days(at, after, (Day(day[0], MONTHS[word], year),))
    day = read_day_number(tokens, at)
    if day and tokens[day[1]].text == "of" and tokens[day[1] + 1].text in ENGLISH_MONTHS:
        year, after = read_year(tokens, day[1] + 2)
        return Days(at, after, (Day(day[0], MONTHS[tokens[day[1] + 1].text], year),))
    return None


def read_day_without_month(tokens: Tokens, at: int) -> Days | None:
    """Return a day such as «7-го» or «7 числа», which means the next one to come."""
    day = read_day_number(tokens, at)
    if day is None:
        return None
    number, after = day
    named = tokens[after].text in DAY_OF_MONTH_WORDS
    ended = tokens[at].is_number and after > at + 1 and tokens[after - 1].text in {"го", "ого"}
    counts = tokens[after].is_word and tokens[after].text.startswith(COUNTED_NOUNS)
    if not named and (not ended or counts):
        return None
    return Days(at, after + named, (Day(number),))
