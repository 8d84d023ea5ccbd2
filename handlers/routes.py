"""Entries of the table of handlers: what a person can say or press, the right it needs, and its handler."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from aiogram.filters.callback_data import CallbackData

from handlers.visit import Answer, Visit
from screens import wishes
from services.rights import Right

W = TypeVar("W", bound=CallbackData)
F = TypeVar("F")

Key = tuple[object, ...]

CODE_WORD: Key = ("code word",)
FREE_TEXT: Key = ("free text",)
"""A text that nothing else takes."""
OLD_BUTTON: Key = ("old button",)
"""A button of an older version, or of a form that is no longer open."""


@dataclass(frozen=True, slots=True)
class Route:
    """`form`: the entry counts only while this form is open. `takes_names`: a typed name is never a code word."""

    key: Key
    right: Right
    handler: Callable[..., Answer]
    form: type | None = None
    takes_names: bool = False


def command(name: str, handler: Callable[[Visit], Answer], right: Right) -> Route:
    """Return the entry of a command such as /events."""
    return Route(("command", name), right, handler)


def label(key: str, handler: Callable[[Visit], Answer], right: Right) -> Route:
    """Return the entry of a label of the reply keyboard, pressed or typed, in any language."""
    return Route(("label", key), right, handler)


def link(prefix: str, handler: Callable[[Visit, str], Answer], right: Right) -> Route:
    """Return the entry of a deep link (/start with a payload); the handler takes the payload without its prefix."""
    return Route(("link", prefix), right, handler)


def place(to: wishes.Place, handler: Callable[[Visit], Answer], right: Right) -> Route:
    """Return the entry of the buttons that open a place."""
    return Route((wishes.Go, to), right, handler)


def press(wish: type[W], handler: Callable[[Visit, W], Answer], right: Right) -> Route:
    """Return the entry of a button, which works whatever form is open."""
    return Route((wish,), right, handler)


def press_in(
    form: type[F],
    wish: type[W],
    handler: Callable[[Visit, W, F], Answer],
    right: Right,
    *,
    step: object = None,
) -> Route:
    """Return the entry of a button while a form is open (at this step, if one is given); it goes before `press`."""
    return Route((wish, form, step), right, handler, form)


def typed(
    form: type[F],
    handler: Callable[[Visit, F], Answer],
    right: Right,
    *,
    step: object = None,
    takes_names: bool = False,
) -> Route:
    """Return the entry of a text typed while a form is open, at this step of it."""
    return Route((form, step), right, handler, form, takes_names)
