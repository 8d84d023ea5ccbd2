"""Buttons of the admin's page of undelivered messages."""

from aiogram.filters.callback_data import CallbackData

from screens.wishes.ground import Number


class ShowUndelivered(CallbackData, prefix="lost"):
    """Show a page of undelivered messages."""

    page: Number


class SendAgain(CallbackData, prefix="again"):
    """Send again the messages that were tried once, from number `first` to `last`; `page` is the view."""

    first: Number
    last: Number
    page: Number
