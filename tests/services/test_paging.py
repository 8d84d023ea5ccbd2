"""Pages of lists: their numbers and what they hold."""

import pytest

from services.paging import page_bounds, page_of


@pytest.mark.parametrize(("asked", "number", "items"), [(-1, 1, "ab"), (0, 1, "ab"), (2, 2, "cd"), (9, 3, "e")])
def test_a_page_out_of_range_is_the_nearest_one(asked: int, number: int, items: str) -> None:
    page = page_of("abcde", asked, 2)
    assert (page.number, page.count, "".join(page.items)) == (number, 3, items)


def test_an_empty_list_is_one_empty_page() -> None:
    page = page_of("", 5, 6)
    assert (page.number, page.count, page.items) == (1, 1, ())


def test_bounds_skip_the_pages_before() -> None:
    bounds = page_bounds(13, 2, 6)
    assert (bounds.offset, bounds.limit, bounds.count) == (6, 6, 3)
