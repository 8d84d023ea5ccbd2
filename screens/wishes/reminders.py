"""Buttons under reminders and the request for feedback."""

from aiogram.filters.callback_data import CallbackData

from screens.wishes.ground import Number


class AnswerReminder(CallbackData, prefix="remind"):
    """Answer a reminder: coming (1) or not (0)."""

    event: Number
    coming: Number


class GiveMark(CallbackData, prefix="mark"):
    """Give a mark of 1 to 5 after the event."""

    event: Number
    mark: Number
