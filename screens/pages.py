"""The row that turns pages."""

from collections.abc import Callable

from screens import wishes
from screens.screen import Button, Rows
from screens.texts import Say


def page_row(say: Say, page: int, pages: int, turn_to: Callable[[int], str]) -> Rows:
    """‹ 2 of 5 › with the wish of each page (from 1); nothing when there is one page."""
    if pages <= 1:
        return ()
    row = [Button(say.plain("page-of", page=page, pages=pages), wishes.Nothing().pack())]
    if page > 1:
        row.insert(0, Button(say.plain("button-previous"), turn_to(page - 1)))
    if page < pages:
        row.append(Button(say.plain("button-next"), turn_to(page + 1)))
    return (tuple(row),)
