"""Buttons of event lists, cards, seats and the waiting list."""

from aiogram.filters.callback_data import CallbackData

from screens.wishes.ground import Number
from services.events.browse import EventFilter as EventFilter


class ListEvents(CallbackData, prefix="evs"):
    """A page of coming events; `value` is the form's code or the subproject's id."""

    by: EventFilter
    value: str
    page: Number


class ChooseFilter(CallbackData, prefix="evf"):
    """Show what can be filtered by: forms or subprojects."""

    by: EventFilter


class ShowEvent(CallbackData, prefix="ev"):
    event: Number


class SignUp(CallbackData, prefix="sign"):
    event: Number


class JoinQueue(CallbackData, prefix="queue"):
    event: Number


class CancelSignUp(CallbackData, prefix="unsign"):
    """`sure` 0 asks, 1 cancels."""

    event: Number
    sure: Number


class AnswerOffer(CallbackData, prefix="offer"):
    """Take the offered seat (1) or let it go (0)."""

    registration: Number
    take: Number


class RestoreSignUp(CallbackData, prefix="resign"):
    """Take the seat back while it is free."""

    event: Number


class GetCalendar(CallbackData, prefix="ics"):
    event: Number


class ShareEvent(CallbackData, prefix="share"):
    event: Number


class AnswerMove(CallbackData, prefix="move"):
    """The new time suits (1) or the sign-up is cancelled (0); `version` is the event's that was asked about."""

    event: Number
    version: Number
    suits: Number


class MyPage(CallbackData, prefix="myp"):
    page: Number
