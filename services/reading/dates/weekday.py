"""Days counted from today: «в следующую среду», «завтра», «через неделю», «на следующей неделе»."""

from services.reading.dates.pieces import Ahead, Unclear, Weekday
from services.reading.numbers import read_cardinal
from services.reading.text import Tokens
from services.reading.words.date import (
    AFTER_INTERVAL,
    CARDINALS,
    DAY,
    DAY_SEPARATORS,
    EVERY,
    EVERY_WEEKDAY,
    MIDWEEK,
    MIDWEEK_BEFORE,
    MONTH,
    MONTHS,
    NEAREST,
    NEXT,
    RELATIVE_DAYS,
    SHORT_WEEKDAYS,
    SUSPECT_WEEKDAYS,
    THIS,
    WEEK,
    WEEKDAYS,
    YEAR,
)

WEDNESDAY = 2
MOST_UNITS_AHEAD = 60


def read_ahead(tokens: Tokens, at: int) -> Ahead | Unclear | None:
    """Return a day or week said by its distance from today."""
    word = tokens[at].text
    if tokens.words(at, 4) == ("the", "day", "after", "tomorrow"):
        return Ahead(at, at + 4, days=2)
    if tokens.words(at, 3) == ("day", "after", "tomorrow"):
        return Ahead(at, at + 3, days=2)
    if word in RELATIVE_DAYS:
        return Ahead(at, at + 1, days=RELATIVE_DAYS[word])
    inner = at + 1 if word in {"на", "в", "on"} else at
    weeks = _read_which_week(tokens, inner)
    if weeks is not None and tokens[inner + 1].text in WEEK:
        return Ahead(at, inner + 2, days=7 * weeks, week=True)
    if word in EVERY or (word == "по" and tokens[at + 1].text in EVERY_WEEKDAY):
        return Unclear(at, at + 2) if tokens[at + 1].text in {*WEEKDAYS, *EVERY_WEEKDAY, *WEEK, *DAY} else None
    return _read_after_interval(tokens, at) if word in AFTER_INTERVAL else None


def _read_after_interval(tokens: Tokens, at: int) -> Ahead | Unclear | None:
    """Return the day of «через неделю» or «через 3 дня»; «через день» means no single day."""
    counted = read_cardinal(tokens, at + 1)
    count, inner = counted or (1, at + 1)
    if tokens[inner].text in {"a", "one"}:
        inner += 1
    unit = tokens[inner].text
    if count > MOST_UNITS_AHEAD:
        return None
    if unit in WEEK:
        return Ahead(at, inner + 1, days=7 * count)
    if unit in MONTH:
        return Ahead(at, inner + 1, months=count)
    if unit in DAY:
        return Ahead(at, inner + 1, days=count) if counted else Unclear(at, inner + 1)
    return None


def read_weekday(tokens: Tokens, at: int) -> Weekday | None:
    """Return the weekday named here, with «в» and «следующую» before it."""
    inner = at
    if tokens[inner].text in {"в", "во", "к", "ко", "на", "on"}:
        inner += 1
    weeks = _read_which_week(tokens, inner)
    if weeks is not None or tokens[inner].text in NEAREST:
        inner += 1
    word = tokens[inner].text
    number = WEEKDAYS.get(word)
    if word in MIDWEEK and tokens[inner - 1].text in MIDWEEK_BEFORE:
        number = WEDNESDAY
    if number is None or (inner == at and word in SUSPECT_WEEKDAYS and not _is_beside_a_date(tokens, inner)):
        return None
    after = inner + 1
    if word in SHORT_WEEKDAYS:
        if tokens[inner - 1].text == "-" and tokens[inner].glued and tokens[inner - 1].glued:
            return None
        if tokens[after].text == "." and tokens[after].glued:
            after += 1
        if tokens[after].text.startswith("гр"):
            return None
    return Weekday(at, after, number, weeks)


def _read_which_week(tokens: Tokens, at: int) -> int | None:
    """Return 0 for «эту», 1 for «следующую», None for any other word."""
    word = tokens[at].text
    return 0 if word in THIS else 1 if word in NEXT else None


def _is_beside_a_date(tokens: Tokens, at: int) -> bool:
    """Whether «среда» without a preposition is next to a date, a time or a sign, unlike «игровая среда группы»."""
    before, follows = tokens[at - 1], tokens[at + 1]
    before_fits = not before.is_word or before.text in {*MONTHS, *YEAR, *DAY_SEPARATORS, "или", "в"}
    after_fits = not follows.is_word or follows.text in {
        "в",
        "с",
        "и",
        "или",
        "к",
        "на",
        *WEEK,
        *RELATIVE_DAYS,
        *CARDINALS,
    }
    return before_fits and after_fits
