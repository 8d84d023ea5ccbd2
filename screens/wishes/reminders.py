"""Buttons under reminders and the request for feedback."""

from aiogram.filters.callback_data import CallbackData

from screens.wishes.ground import Number


class AnswerReminder(CallbackData, prefix="remind"):
    """Coming (1) or not (0)."""

    event: Number
    coming: Number


class GiveMark(CallbackData, prefix="mark"):
    """Feedback after the event, 1-5."""

    event: Number
    mark: Number
