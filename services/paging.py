"""Lists shown one page at a time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """One page of a list; `number` counts from 1, `count` is the number of pages, at least 1."""

    items: tuple[Item, ...]
    number: int
    count: int


@dataclass(frozen=True, slots=True)
class PageBounds:
    """Position of a page in a counted query: rows to skip and rows to read."""

    number: int
    count: int
    offset: int
    limit: int

    def page(self, items: Iterable[Item]) -> Page[Item]:
        """Return the page with the items read within these bounds."""
        return Page(tuple(items), self.number, self.count)


def page_bounds(total: int, number: int, size: int) -> PageBounds:
    """Locate page `number` among `total` items; a number out of range means the nearest page."""
    count = max(1, -(-total // size))
    number = min(max(number, 1), count)
    return PageBounds(number, count, (number - 1) * size, size)


def page_of(items: Sequence[Item], number: int, size: int) -> Page[Item]:
    """Cut a page out of a list already read; a number out of range means the nearest page."""
    bounds = page_bounds(len(items), number, size)
    return bounds.page(items[bounds.offset : bounds.offset + bounds.limit])


def single_page(items: Iterable[Item]) -> Page[Item]:
    """Return all the items as the only page."""
    return Page(tuple(items), 1, 1)
