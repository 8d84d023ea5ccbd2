"""The limit of seats as people type it: «35 мест», «до 20 человек», «без ограничений»."""

from dataclasses import dataclass

from services.reading.numbers import read_cardinal
from services.reading.phrases import phrases
from services.reading.text import Page, Tokens
from services.reading.words.size import PEOPLE, SEAT_LABELS, SEAT_LEADS, SEATS, STAFF, UNLIMITED

MOST_SEATS = 10_000
_UNLIMITED = phrases(*UNLIMITED)


@dataclass(frozen=True, slots=True)
class Seats:
    """A limit of seats; `limit` None means that seats are unlimited."""

    limit: int | None


def read_seats(text: str) -> Seats | None:
    """Return the seats that a whole answer names; a bare number counts seats."""
    page = Page(text)
    seats, _ = find_seats(page)
    tokens = page.tokens()
    number = read_cardinal(tokens, 0)
    if seats is None and number and tokens.skip(number[1], ".") == len(tokens) and 0 < number[0] <= MOST_SEATS:
        return Seats(number[0])
    return seats


def find_seats(page: Page) -> tuple[Seats | None, list[tuple[int, int]]]:
    """Return the limit of seats anywhere in a page and the spans of its words."""
    tokens = page.tokens()
    for at in range(len(tokens)):
        if unlimited := _UNLIMITED.at(tokens, at):
            return Seats(None), [(tokens[at].start, tokens[unlimited[1] - 1].end)]
    for at in range(len(tokens)):
        found = _read_limit(tokens, at)
        if found:
            limit, first, after = found
            return Seats(limit), [(tokens[first].start, tokens[after - 1].end)]
    return None, []


def _read_limit(tokens: Tokens, at: int) -> tuple[int, int, int] | None:
    """Return the limit whose number is at this token, and the indices of its first word and after its last."""
    inside = tokens[at].glued and tokens[at - 1].text in {".", ":", ",", "/", "№"} and tokens[at - 1].glued
    number = None if inside else read_cardinal(tokens, at)
    if number is None or not 0 < number[0] <= MOST_SEATS:
        return None
    limit, after = number
    unit = tokens[after].text
    first = at
    while tokens[first - 1].text in SEAT_LEADS:
        first -= 1
    if unit in SEATS and not (unit == "место" and limit % 10 != 1):
        return limit, first, tokens.skip(after + 1, ".")
    if unit in PEOPLE:
        return limit, first, after + 2 if tokens[after + 1].text == "." and unit == "чел" else after + 1
    if unit in STAFF and first < at:
        return limit, first, after
    if tokens[at - 1].text in {":", "-"} and tokens[at - 2].text in SEAT_LABELS:
        first = at - 2
        while tokens[first - 1].text in SEAT_LABELS or tokens[first - 1].text == "-":
            first -= 1
        return limit, first, after
    return None
