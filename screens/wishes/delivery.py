"""Buttons of the page about what did not arrive (admins)."""

from aiogram.filters.callback_data import CallbackData

from screens.wishes.ground import Number


class ShowUndelivered(CallbackData, prefix="lost"):
    """A page of what did not arrive."""

    page: Number


class SendAgain(CallbackData, prefix="again"):
    """Send once more what was put aside after its only try, from the first number to the last; `page` is the view."""

    first: Number
    last: Number
    page: Number
