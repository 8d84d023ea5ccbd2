"""The row that turns pages."""

from collections.abc import Callable
from typing import Any

from screens import wishes
from screens.screen import Rows, Wish
from screens.texts import Say
from services.paging import Page


def page_row(say: Say, page: Page[Any], turn_to: Callable[[int], Wish]) -> Rows:
    """Return ‹ 2 of 5 ›, each arrow with the wish that `turn_to` makes for a page number; empty for a single page."""
    if page.count == 1:
        return ()
    row = [say.button("page-of", wishes.Nothing(), page=page.number, pages=page.count)]
    if page.number > 1:
        row.insert(0, say.button("button-previous", turn_to(page.number - 1)))
    if page.number < page.count:
        row.append(say.button("button-next", turn_to(page.number + 1)))
    return (tuple(row),)
