"""The order an event is held by: «на основании приказа № 12-од от 01.09.2026»."""

import datetime as dt
import re
from dataclasses import dataclass

from services.reading.text import Page
from services.reading.words.date import MONTHS

LONGEST_NUMBER = 64
_OPENING = re.compile(r"(?:(?:на основании|согласно|в соответствии с|по)\s+)?\b(?:приказ|распоряжени|order\b)[а-я]*\s*")
_NUMBER = re.compile(r"\s*(?:№|no\.)\s*(\w(?:[\w/.-]*\w)?)")
_BARE_NUMBER = re.compile(r"\s*(?=\S*\d)(\w(?:[\w/.-]*\w)?)")
_DATE = re.compile(
    r"\s*(?:от|of)\s+(\d{1,2})(?:\.(\d{1,2})\.|\s+([^\W\d]+)\s+)(\d{4}|\d\d)(?:\s*(?:года|г\.?|г)(?!\w))?"
)


@dataclass(frozen=True, slots=True)
class Order:
    number: str
    date: dt.date | None


def take_order(page: Page) -> Order | None:
    """Cut an order with a number out of an announcement; its date is none of the event's."""
    for opening in _OPENING.finditer(page.plain):
        found, end = _order_at(page, opening.end(), _NUMBER)
        if found:
            page.take(opening.start(), end)
            return found
    return None


def read_order(text: str) -> Order | None:
    """Return the order that a whole answer names, with the word «приказ» and the sign of the number or without."""
    page = Page(text)
    opening = _OPENING.match(page.plain)
    begins = opening.end() if opening else 0
    for number in (_NUMBER, _BARE_NUMBER):
        found, end = _order_at(page, begins, number)
        if found and not page.plain[end:].strip(" .,;"):
            return found
    return None


def _order_at(page: Page, at: int, number: re.Pattern[str]) -> tuple[Order | None, int]:
    """Return the order whose number and date stand here, one after the other, and the index after them."""
    said, day = "", None
    for _ in range(2):
        if day is None and (match := _DATE.match(page.plain, at)):
            day = _date(match)
            if day is None:
                return None, at
            at = match.end()
        elif not said and (match := number.match(page.plain, at)):
            said, at = page.text[match.start(1) : match.end(1)], match.end()
    return (Order(said, day) if 0 < len(said) <= LONGEST_NUMBER else None), at


def _date(match: re.Match[str]) -> dt.date | None:
    day, month, name, year = match.groups()
    number = int(month) if month else MONTHS.get(name, 0)
    try:
        return dt.date(int(year) + (2000 if len(year) == 2 else 0), number, int(day))
    except ValueError:
        return None
