"""One time of day in digits or words: «14-00», «в два часа дня», «полтретьего», «без четверти три».

A time without a day part and without a leading zero belongs to the school day: 1 to 7 mean 13:00 to 19:00.
"""

from dataclasses import dataclass
from datetime import time

from services.reading.numbers import read_cardinal
from services.reading.text import Tokens
from services.reading.words.date import (
    CARDINALS,
    COUNTED_NOUNS,
    DAY_PARTS,
    HALF,
    HALF_GLUED,
    HOUR_UNITS,
    HOURS_IN_GENITIVE,
    MIDNIGHT,
    MINUTE_UNITS,
    MINUTES_TO_HOUR,
    MONTHS,
    NOON,
    ONE_OCLOCK,
    QUARTER,
    WITHOUT,
)

SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
ROUND_MINUTES = {0, 15, 30, 45}


@dataclass(frozen=True, slots=True)
class TimeOfDay:
    """An hour and minute as said; `after`: the token index behind it; `part`: the part of the day said with it."""

    hour: int
    minute: int
    after: int
    part: str = ""
    exact: bool = False
    """Written as on a 24-hour clock, with a leading zero."""
    sure: bool = True
    """Its own form shows that it is a time; otherwise it is a bare number."""
    unit: bool = False
    """The number is followed by «часов»."""

    @property
    def exists(self) -> bool:
        return self.hour < 24 and self.minute < 60

    def clock(self, part: str = "") -> time:
        """Return the time meant; `part` is the day part of a neighbor («с 2 до 5 дня»)."""
        return time(_hour_meant(self.hour, self.part or part, self.exact), self.minute)


def _hour_meant(hour: int, part: str, exact: bool) -> int:
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


def read_time_of_day(
    tokens: Tokens, at: int, *, dots: bool, anchored: bool = False, single: bool = False
) -> TimeOfDay | None:
    """Return the time at this token.

    `dots`: «14.30» may be one even when it could be a date; `anchored`: a preposition stands before, so words and four
    digits count; `single`: no second time may follow, «в 9-15» is a quarter past nine.
    """
    found = _read_digits(tokens, at, dots=dots, anchored=anchored, single=single)
    if found is None:
        found = _read_words(tokens, at, anchored=anchored)
    return found and _with_unit(tokens, found)


def is_no_date(tokens: Tokens, at: int) -> bool:
    """Whether the dotted pair here («14.30») cannot be a day and a month, or there is no such pair."""
    dotted = tokens[at].is_number and tokens[at + 1].text in {".", "/"} and tokens[at + 2].is_number
    if not dotted or not (tokens[at + 1].glued and tokens[at + 2].glued):
        return True
    return not (1 <= tokens[at].value <= 31 and 1 <= tokens[at + 2].value <= 12)


def _read_digits(tokens: Tokens, at: int, *, dots: bool, anchored: bool, single: bool) -> TimeOfDay | None:
    first = tokens[at]
    if not first.is_number or tokens[at - 1].text == "№" or _continues_number(tokens, at):
        return None
    if len(first.text) == 4 and anchored:
        return _read_four_digits(tokens, at)
    if len(first.text) > 2:
        return None
    exact = len(first.text) == 2 and first.value < 10
    if pair := _read_pair(tokens, at, dots=dots, single=single) or _read_superscripts(tokens, at):
        minute, after = pair
        return TimeOfDay(first.value, minute, after, exact=exact)
    spaced = tokens[at + 1]
    is_minute = spaced.is_number and len(spaced.text) == 2 and spaced.value in ROUND_MINUTES and 6 < first.value < 24
    if is_minute and (anchored or spaced.value == 0) and not _is_followed_by_more(tokens, at + 2):
        return TimeOfDay(first.value, spaced.value, at + 2, exact=exact)
    if first.value > 24 or _continues_number(tokens, at + 2):
        return None
    return TimeOfDay(first.value, 0, at + 1, exact=exact, sure=False)


def _read_four_digits(tokens: Tokens, at: int) -> TimeOfDay | None:
    """Return the time of «1430», unless it is a year."""
    number = tokens[at].value
    hour, minute = divmod(number, 100)
    is_year = (1900 <= number < 2100 and minute % 5 != 0) or tokens[at + 1].text.startswith("г")
    return None if is_year or hour > 23 or minute > 59 else TimeOfDay(hour, minute, at + 1, exact=True)


def _read_pair(tokens: Tokens, at: int, *, dots: bool, single: bool) -> tuple[int, int] | None:
    """Return the minute joined to the hour here by «:», «.» or «-», and the index after it."""
    first, sign, second = tokens[at], tokens[at + 1], tokens[at + 2]
    if not (sign.glued and second.glued and second.is_number and len(second.text) == 2):
        return None
    after = at + 3
    if sign.text == ":":
        seconds = tokens[after].text == ":" and tokens[after + 1].is_number and tokens[after + 1].glued
        return second.value, after + 2 if seconds else after
    if first.value >= 24 or second.value >= 60:
        return None
    if sign.text == ".":
        dot, then = tokens[after], tokens[after + 1]
        is_longer = dot.text == "." and dot.glued and then.glued and then.is_number
        return (second.value, after) if not is_longer and (dots or is_no_date(tokens, at)) else None
    if sign.text == "-" and second.value % 5 == 0 and not _is_followed_by_more(tokens, after):
        no_span = second.text[0] == "0" or second.value > 24 or second.value <= first.value
        return (second.value, after) if no_span or single else None
    return None


def _read_superscripts(tokens: Tokens, at: int) -> tuple[int, int] | None:
    """Return the minute of «14⁰⁰» and the index after it."""
    tens, ones = tokens[at + 1].text, tokens[at + 2].text
    if not (tens and tens in SUPERSCRIPTS and ones and ones in SUPERSCRIPTS):
        return None
    return SUPERSCRIPTS.index(tens) * 10 + SUPERSCRIPTS.index(ones), at + 3


def _continues_number(tokens: Tokens, at: int) -> bool:
    """Whether the number here only continues the one before («1,5», «7.10»)."""
    here, sign = tokens[at], tokens[at - 1]
    joined = here.is_number and here.glued and sign.text in {".", ",", ":", "/"} and sign.glued
    return joined and tokens[at - 2].is_number


def _is_followed_by_more(tokens: Tokens, at: int) -> bool:
    """Whether what follows makes the number before a part: of a telephone number, a count, a date."""
    follows = tokens[at]
    if follows.text in {"-", ".", ":", "/"} and follows.glued and tokens[at + 1].glued and tokens[at + 1].is_number:
        return follows.text != "-" or len(tokens[at + 1].text) != 2 or tokens[at + 2].text in {"-", "."}
    return follows.text in MONTHS or follows.text.startswith(COUNTED_NOUNS)


def _read_words(tokens: Tokens, at: int, *, anchored: bool) -> TimeOfDay | None:
    word, then = tokens[at].text, tokens[at + 1].text
    if word in NOON:
        return TimeOfDay(12, 0, at + 1, exact=True)
    if word in MIDNIGHT:
        return TimeOfDay(0, 0, at + 1, exact=True)
    if part := _read_part_of_hour(tokens, at):
        return part
    if word in ONE_OCLOCK and (anchored or then in DAY_PARTS):
        return TimeOfDay(1, 0, at + 1, sure=anchored)
    if word in CARDINALS and (anchored or then in DAY_PARTS or then in HOUR_UNITS):
        hour = read_cardinal(tokens, at)
        if hour and 1 <= hour[0] <= 23:
            return _with_minutes_in_words(tokens, hour[0], hour[1])
    return None


def _read_part_of_hour(tokens: Tokens, at: int) -> TimeOfDay | None:
    """Return the time of «в половине третьего», «полтретьего» or «без четверти три»."""
    word, then = tokens[at].text, tokens[at + 1].text
    if word in HALF and then in HOURS_IN_GENITIVE:
        return TimeOfDay(_hour_before(HOURS_IN_GENITIVE[then]), 30, at + 2)
    if word.startswith(HALF_GLUED) and word[3:] in HOURS_IN_GENITIVE:
        return TimeOfDay(_hour_before(HOURS_IN_GENITIVE[word[3:]]), 30, at + 1)
    if word == WITHOUT and (then == QUARTER or then in MINUTES_TO_HOUR):
        minutes = MINUTES_TO_HOUR.get(then, 15)
        after = at + 3 if tokens[at + 2].text in MINUTE_UNITS else at + 2
        hour = read_cardinal(tokens, after)
        if hour and 1 <= hour[0] <= 12:
            return TimeOfDay(_hour_before(hour[0]), 60 - minutes, hour[1])
    return None


def _hour_before(hour: int) -> int:
    return 12 if hour == 1 else hour - 1


def _with_minutes_in_words(tokens: Tokens, hour: int, at: int) -> TimeOfDay:
    """Return the time of «четырнадцать тридцать» or «четырнадцать ноль-ноль»; the minutes begin at this token."""
    inner = tokens.skip(at, "-")
    if CARDINALS.get(tokens[inner].text) == 0:
        inner = tokens.skip(inner + 1, "-")
        if CARDINALS.get(tokens[inner].text) == 0:
            return TimeOfDay(hour, 0, inner + 1)
    elif CARDINALS.get(tokens[at].text, 0) >= 10:
        minutes = read_cardinal(tokens, at)
        if minutes and minutes[0] < 60:
            return TimeOfDay(hour, minutes[0], minutes[1])
    return TimeOfDay(hour, 0, at, sure=False)


def _with_unit(tokens: Tokens, found: TimeOfDay) -> TimeOfDay:
    """Add «часов», minutes after it and the part of the day."""
    hour, minute, after, part, sure = found.hour, found.minute, found.after, "", found.sure
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
    return TimeOfDay(hour, minute, after, part, found.exact, sure, unit)
