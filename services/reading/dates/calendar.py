"""Days as people type them: «7.10», «29 и 30 октября», «в следующую среду», «через неделю»; read, not yet resolved."""

from dataclasses import dataclass, replace

from rapidfuzz.distance import OSA

from services.reading.numbers import read_cardinal, read_ordinal
from services.reading.text import Tokens
from services.reading.words.date import (
    AHEAD,
    CARDINALS,
    COUNTED,
    DAY,
    DAY_ENDINGS,
    ENGLISH_MONTHS,
    JOINS,
    LIST_BEFORE,
    LONG_MONTHS,
    MIDWEEK,
    MIDWEEK_BEFORE,
    MONTH,
    MONTHS,
    NEAREST,
    NEXT,
    OF_MONTH,
    REPEATED,
    REPEATED_WEEKDAYS,
    SHORT_WEEKDAYS,
    SUSPECT_WEEKDAYS,
    THIS,
    THROUGH,
    UNTIL,
    UP_TO,
    WEEK,
    WEEKDAYS,
    YEAR,
)

WEDNESDAY = 2


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
    """A weekday; `weeks` None for the nearest to come, 0 for this week's, 1 for the next week's."""

    at: int
    after: int
    weekday: int
    weeks: int | None = None


@dataclass(frozen=True, slots=True)
class Ahead:
    """So many days or months from today; `week`: only the week is meant («на следующей неделе»)."""

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


def read_piece(tokens: Tokens, at: int) -> Piece | None:
    """The piece of a date that starts at this token."""
    return _days(tokens, at) or _ahead(tokens, at) or _weekday(tokens, at)


def _days(tokens: Tokens, at: int) -> Days | None:
    inner = at + 1 if tokens[at].text in {"с", "со", "from"} else at
    found = _one(tokens, inner)
    if found is None:
        return None
    if tokens[found.after].text in {"-", *UP_TO, *UNTIL} and len(found.days) == 1:
        last = _one(tokens, found.after + 1)
        if last and len(last.days) == 1:
            first = found.days[0]
            found = Days(at, last.after, (first, last.days[0]), True, found.dotted and last.dotted)
    starts = at if found.through else inner
    return replace(found, at=starts)


def _one(tokens: Tokens, at: int) -> Days | None:
    return _numeric(tokens, at) or _listed(tokens, at) or _english(tokens, at) or _monthless(tokens, at)


def _numeric(tokens: Tokens, at: int) -> Days | None:
    """«7.10», «07.10.26», «7/10», «2026-10-07»."""
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
        after = _year_word(tokens, at + 5)
        return Days(at, after, (Day(first.value, second.value, _full_year(third.text)),))
    if sign.text not in {".", "/"} or long or first.value > 39 or not 1 <= second.value <= 12:
        return None
    if sign.text == "/" and tokens[at + 3].text.startswith(COUNTED):
        return None
    if first.value > 31 and len(second.text) < 2:
        return None
    after = at + 3
    return Days(at, after, (Day(first.value, second.value),), dotted=sign.text == "." and len(second.text) == 2)


def _full_year(digits: str) -> int:
    return int(digits) + (2000 if len(digits) == 2 else 0)


def _year_word(tokens: Tokens, at: int) -> int:
    """The index after «г.» or «года», if it stands here."""
    if tokens[at].text in YEAR:
        return at + 2 if tokens[at + 1].text == "." and tokens[at + 1].glued else at + 1
    return at


def _listed(tokens: Tokens, at: int) -> Days | None:
    """One or more days before one month: «29 и 30 октября», «29–30 октября», «12, 13 и 14.10.2026»."""
    days: list[int] = []
    through = False
    index = at
    while True:
        numeric = _numeric(tokens, index) if days else None
        if numeric and not numeric.through and (tokens[index - 1].text not in {","}):
            end = numeric.days[0]
            return _same_month(at, numeric.after, [*days, end.day], end.month or 0, end.year, through)
        said = _day_number(tokens, index)
        if said is None or (days and said[0] <= days[-1]):
            return None
        days.append(said[0])
        index = said[1]
        month = _month(tokens, index)
        if month is not None:
            year, after = _year(tokens, index + 1)
            return _same_month(at, after, days, month, year, through)
        join = tokens[index].text
        if join == "," and len(days) == 1 and tokens[at - 1].is_word and tokens[at - 1].text not in LIST_BEFORE:
            return None
        if through or len(days) > 9 or not (join in JOINS or join in {"-", *UP_TO, *UNTIL}):
            return None
        through = join not in JOINS
        if through and len(days) > 1:
            return None
        index += 1


def _same_month(at: int, after: int, days: list[int], month: int, year: int | None, through: bool) -> Days:
    return Days(at, after, tuple(Day(day, month, year) for day in days), through)


def _day_number(tokens: Tokens, at: int) -> tuple[int, int] | None:
    """A day of a month in digits («7», «7-го», «7th») or words, and the index after it."""
    here = tokens[at]
    if not here.is_number:
        return read_ordinal(tokens, at)
    if len(here.text) > 2 or here.value > 39 or (tokens[at - 1].text in {"№", ".", ":"} and here.glued):
        return None
    after = at + 1
    dashed = tokens[after].text == "-" and tokens[after].glued
    if dashed and tokens[after + 1].text in DAY_ENDINGS and tokens[after + 1].glued:
        after += 2
    elif tokens[after].text in DAY_ENDINGS and tokens[after].glued:
        after += 1
    return here.value, after


def _month(tokens: Tokens, at: int) -> int | None:
    word = tokens[at].text
    if word in MONTHS:
        return MONTHS[word]
    if not tokens[at].is_word or not 6 <= len(word) <= 10:
        return None
    close = [MONTHS[known] for known in LONG_MONTHS if OSA.distance(word, known, score_cutoff=1) <= 1]
    return close[0] if close else None


def _year(tokens: Tokens, at: int) -> tuple[int | None, int]:
    """The year after a month, if said, and the index after it; skips the dot of «окт.»."""
    dot = tokens[at].text == "." and tokens[at].glued and tokens[at - 1].text not in {"мая", "may"}
    at = at + 1 if dot else at
    comma = tokens[at].text == "," and tokens[at + 1].is_number and 2000 <= tokens[at + 1].value < 2200
    inner = at + 1 if comma else at
    number = tokens[inner]
    if number.is_number and len(number.text) == 4 and 1900 < number.value < 2200:
        return number.value, _year_word(tokens, inner + 1)
    if number.is_number and len(number.text) == 2 and tokens[inner + 1].text in {"г", "года"}:
        return 2000 + number.value, _year_word(tokens, inner + 1)
    return None, at


def _english(tokens: Tokens, at: int) -> Days | None:
    """«Oct 7, 2026», «7th of October»."""
    word = tokens[at].text
    if word in ENGLISH_MONTHS:
        inner = tokens.skip(at + 1, ".")
        said = _day_number(tokens, inner)
        if said is None or tokens[said[1]].text == ":":
            return None
        year, after = _year(tokens, said[1])
        return Days(at, after, (Day(said[0], MONTHS[word], year),))
    said = _day_number(tokens, at)
    if said and tokens[said[1]].text == "of" and tokens[said[1] + 1].text in ENGLISH_MONTHS:
        year, after = _year(tokens, said[1] + 2)
        return Days(at, after, (Day(said[0], MONTHS[tokens[said[1] + 1].text], year),))
    return None


def _monthless(tokens: Tokens, at: int) -> Days | None:
    """«7-го», «7 числа»: the next such day to come."""
    said = _day_number(tokens, at)
    if said is None:
        return None
    named = tokens[said[1]].text in OF_MONTH
    ended = tokens[at].is_number and said[1] > at + 1 and tokens[said[1] - 1].text in {"го", "ого"}
    if not named and (not ended or (tokens[said[1]].is_word and tokens[said[1]].text.startswith(COUNTED))):
        return None
    return Days(at, said[1] + named, (Day(said[0]),))


def _ahead(tokens: Tokens, at: int) -> Piece | None:
    word = tokens[at].text
    if tokens.words(at, 4) == ("the", "day", "after", "tomorrow"):
        return Ahead(at, at + 4, days=2)
    if tokens.words(at, 3) == ("day", "after", "tomorrow"):
        return Ahead(at, at + 3, days=2)
    if word in AHEAD:
        return Ahead(at, at + 1, days=AHEAD[word])
    inner = at + 1 if word in {"на", "в", "on"} else at
    weeks = _which_week(tokens, inner)
    if weeks is not None and tokens[inner + 1].text in WEEK:
        return Ahead(at, inner + 2, days=7 * weeks, week=True)
    if word in REPEATED or (word == "по" and tokens[at + 1].text in REPEATED_WEEKDAYS):
        return Unclear(at, at + 2) if tokens[at + 1].text in {*WEEKDAYS, *REPEATED_WEEKDAYS, *WEEK, *DAY} else None
    return _through(tokens, at) if word in THROUGH else None


def _through(tokens: Tokens, at: int) -> Piece | None:
    """«через неделю», «через 3 дня»; «через день» means no single day."""
    counted = read_cardinal(tokens, at + 1)
    count, inner = counted or (1, at + 1)
    if tokens[inner].text in {"a", "one"}:
        inner += 1
    unit = tokens[inner].text
    if count > 60:
        return None
    if unit in WEEK:
        return Ahead(at, inner + 1, days=7 * count)
    if unit in MONTH:
        return Ahead(at, inner + 1, months=count)
    if unit in DAY:
        return Ahead(at, inner + 1, days=count) if counted else Unclear(at, inner + 1)
    return None


def _which_week(tokens: Tokens, at: int) -> int | None:
    word = tokens[at].text
    return 0 if word in THIS else 1 if word in NEXT else None


def _weekday(tokens: Tokens, at: int) -> Weekday | None:
    inner = at
    if tokens[inner].text in {"в", "во", "к", "ко", "на", "on"}:
        inner += 1
    weeks = _which_week(tokens, inner)
    if weeks is not None or tokens[inner].text in NEAREST:
        inner += 1
    word = tokens[inner].text
    number = WEEKDAYS.get(word)
    if word in MIDWEEK and tokens[inner - 1].text in MIDWEEK_BEFORE:
        number = WEDNESDAY
    if number is None or (inner == at and word in SUSPECT_WEEKDAYS and not _is_day_here(tokens, inner)):
        return None
    if word in SHORT_WEEKDAYS and tokens[inner - 1].text == "-" and tokens[inner].glued and tokens[inner - 1].glued:
        return None
    after = inner + 1
    if word in SHORT_WEEKDAYS and tokens[after].text == "." and tokens[after].glued:
        after += 1
    if word in SHORT_WEEKDAYS and tokens[after].text.startswith("гр"):
        return None
    return Weekday(at, after, number, weeks)


def _is_day_here(tokens: Tokens, at: int) -> bool:
    """«среда» without a preposition is a weekday only beside a date, a time or a sign («игровая среда группы»)."""
    before, follows = tokens[at - 1], tokens[at + 1]
    before_fits = not before.is_word or before.text in {*MONTHS, *YEAR, *JOINS, "или", "в"}
    after_fits = not follows.is_word or follows.text in {"в", "с", "и", "или", "к", "на", *WEEK, *AHEAD, *CARDINALS}
    return before_fits and after_fits
