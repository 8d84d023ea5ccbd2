"""Days named by number, alone, in a list or in a range: «29 и 30 октября», «с 29 по 31 октября», «29–30.10»."""

from collections.abc import Sequence
from dataclasses import replace

from services.reading.dates.numeric import read_numeric
from services.reading.dates.pieces import Day, Days
from services.reading.dates.written import (
    read_day_number,
    read_day_without_month,
    read_english_date,
    read_month,
    read_year,
)
from services.reading.text import Tokens
from services.reading.words.date import DAY_SEPARATORS, UNTIL, UP_TO, WORDS_BEFORE_LIST

MOST_LISTED_DAYS = 10
_RANGE_SIGNS = frozenset({"-", *UP_TO, *UNTIL})


def read_days(tokens: Tokens, at: int) -> Days | None:
    """Return the days named by number from this token on."""
    inner = at + 1 if tokens[at].text in {"с", "со", "from"} else at
    found = _read_date_or_list(tokens, inner)
    if found is None:
        return None
    if tokens[found.after].text in _RANGE_SIGNS and len(found.days) == 1:
        last = _read_date_or_list(tokens, found.after + 1)
        if last and len(last.days) == 1:
            found = Days(at, last.after, (found.days[0], last.days[0]), True, found.dotted and last.dotted)
    return replace(found, at=at if found.through else inner)


def _read_date_or_list(tokens: Tokens, at: int) -> Days | None:
    return (
        read_numeric(tokens, at)
        or _read_list(tokens, at)
        or read_english_date(tokens, at)
        or read_day_without_month(tokens, at)
    )


def _read_list(tokens: Tokens, at: int) -> Days | None:
    """Return one or more days before one month: «29 и 30 октября», «29–30 октября», «12, 13 и 14.10.2026»."""
    days: list[int] = []
    through = False
    index = at
    while True:
        numeric = read_numeric(tokens, index) if days and tokens[index - 1].text != "," else None
        if numeric:
            end = numeric.days[0]
            return Days(at, numeric.after, _in_month([*days, end.day], end.month, end.year), through)
        said = read_day_number(tokens, index)
        if said is None or (days and said[0] <= days[-1]):
            return None
        days.append(said[0])
        index = said[1]
        month = read_month(tokens, index)
        if month is not None:
            year, after = read_year(tokens, index + 1)
            return Days(at, after, _in_month(days, month, year), through)
        if through or len(days) == MOST_LISTED_DAYS or not _joins_days(tokens, index, at, len(days)):
            return None
        through = tokens[index].text in _RANGE_SIGNS
        index += 1


def _joins_days(tokens: Tokens, index: int, at: int, count: int) -> bool:
    """Whether another day may follow the sign or word at `index`; the list of `count` days begins at `at`."""
    join = tokens[index].text
    if join in _RANGE_SIGNS:
        return count == 1
    before = tokens[at - 1]
    belongs_to_word = join == "," and count == 1 and before.is_word and before.text not in WORDS_BEFORE_LIST
    return join in DAY_SEPARATORS and not belongs_to_word


def _in_month(days: Sequence[int], month: int | None, year: int | None) -> tuple[Day, ...]:
    return tuple(Day(day, month, year) for day in days)
