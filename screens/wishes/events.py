"""Buttons of event lists, cards, seats and the waiting list."""

from aiogram.filters.callback_data import CallbackData

from screens.wishes.ground import Number
from services.events.browse import EventFilter as EventFilter


class ListEvents(CallbackData, prefix="evs"):
    """Show a page of coming events; `value` is the form's code or the subproject's id."""

    by: EventFilter
    value: str
    page: Number


class ChooseFilter(CallbackData, prefix="evf"):
    """Show the forms or subprojects to filter by."""

    by: EventFilter


class ShowEvent(CallbackData, prefix="ev"):
    event: Number


class SignUp(CallbackData, prefix="sign"):
    event: Number


class JoinWaitingList(CallbackData, prefix="queue"):
    event: Number


class CancelSignUp(CallbackData, prefix="unsign"):
    """Give up a seat or a place in the waiting list; `sure` 0 asks first."""

    event: Number
    sure: Number


class AnswerOffer(CallbackData, prefix="offer"):
    """Accept (1) or decline (0) the offered seat."""

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
    """Keep the seat after a move (1) or give it up (0); `version` is that of the event in the notice."""

    event: Number
    version: Number
    suits: Number


class MyPage(CallbackData, prefix="myp"):
    page: Number
