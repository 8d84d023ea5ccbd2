"""«Места работы»: what a person works as and where, now and before."""

from collections.abc import Sequence

from models import Employment, Post
from screens import wishes
from screens.screen import Button, Screen
from screens.shortened import BUTTON_LABEL_LIMIT, shortened
from screens.texts import Say


def employments(say: Say, rows: Sequence[Employment], *, toast: str | None = None) -> Screen:
    """Show the active ones, the main one first, with a button to end each if there are several, then the ended ones."""
    active = [row for row in rows if row.until is None]
    lines = [
        say("employment-title"),
        *(say("employment-main" if row.is_main else "employment-line", **_words(say, row)) for row in active),
        *(say("employment-ended-line", **_words(say, row), **_dates(row)) for row in rows if row.until is not None),
        say("employment-hint"),
    ]
    buttons = [(_end_button(say, row),) for row in active] if len(active) > 1 else []
    add = say.button("button-employment-add", wishes.AddEmployment())
    back = say.button("button-my-data", wishes.Go(to=wishes.Place.MY_DATA))
    shown = say.plain(toast) if toast else None
    return Screen(say.lines(lines), rows=(*buttons, (add,), (back,)), toast=shown)


def _words(say: Say, row: Employment) -> dict[str, str]:
    post = row.post_title if row.post is Post.OTHER and row.post_title else say.plain(f"post-{row.post.value}")
    return {"post": post, "where": row.organization.short if row.organization else say.plain("employment-nowhere")}


def _dates(row: Employment) -> dict[str, str]:
    return {"from": f"{row.since:%d.%m.%Y}", "to": f"{row.until:%d.%m.%Y}"}


def _end_button(say: Say, row: Employment) -> Button:
    label = say.plain("button-employment-end", **_words(say, row))
    return Button.of(shortened(label, BUTTON_LABEL_LIMIT), wishes.EndEmployment(employment=row.id))
