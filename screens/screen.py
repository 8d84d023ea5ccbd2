"""A screen as plain data, independent of the messenger."""

import re
from dataclasses import dataclass
from html import unescape
from typing import Literal, Protocol

_TAG = re.compile(r"<[^<>]*>")
Style = Literal["primary", "success", "danger"]


class Wish(Protocol):
    """A wish of screens/wishes; only its packing is known here, so that aiogram is not loaded."""

    def pack(self) -> str: ...


def plain_text(html: str) -> str:
    """Return a text of a screen as a person reads it."""
    return unescape(_TAG.sub("", html))


@dataclass(frozen=True, slots=True)
class Button:
    """One button: exactly one of `wish` (packed callback data), `url` and `copy` (text put into the clipboard)."""

    text: str
    wish: str | None = None
    url: str | None = None
    copy: str | None = None
    style: Style | None = None

    @classmethod
    def of(cls, text: str, wish: Wish, *, style: Style | None = None) -> "Button":
        """Return a button that sends `wish`; a label from locales/ is made by `Say.button`."""
        return cls(text, wish.pack(), style=style)


@dataclass(frozen=True, slots=True)
class File:
    """A file by its kind and id, never its bytes: `document` is a stored file, `calendar` the .ics of an event."""

    kind: Literal["document", "calendar"]
    id: int


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Screen:
    """Content of a message: text in HTML (escaped already), buttons or a reply keyboard, a file, a toast (plain).

    A reply keyboard of labels excludes `rows`. `fresh` asks for a new message even after a press; the old one loses
    its buttons. A screen with an empty text is only its toast. `follows`: the broadcast whose progress the message
    keeps showing.
    """

    text: str = ""
    rows: Rows = ()
    reply_keyboard: tuple[tuple[str, ...], ...] | None = None
    file: File | None = None
    toast: str | None = None
    fresh: bool = False
    follows: int | None = None

    def __post_init__(self) -> None:
        if self.rows and self.reply_keyboard:
            raise ValueError("a message carries buttons or a reply keyboard, not both")
