"""Open a screen, a button that only tells, leaving a form; the type of every number in a button."""

from enum import StrEnum
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

Number = Annotated[int, Field(ge=-(2**31), lt=2**31)]
"""What a column of numbers can hold; a button with more was not made by this bot and is answered as an old one."""


class Place(StrEnum):
    """Where a button leads that opens a screen without ids."""

    START = "start"
    ABOUT = "about"
    CONSENT = "consent"
    CONSENT_TEXT = "ctext"
    EVENTS = "events"
    MY = "my"
    CARD = "card"
    CERTIFICATES = "certs"
    PROFILE = "profile"
    MY_DATA = "mydata"
    QUESTION = "question"
    MANAGE = "manage"
    NEW_EVENT = "new"
    NEW_EVENT_STEPS = "steps"
    INVITES = "invites"
    LANGUAGE = "lang"
    BROADCAST = "cast"
    DELIVERY = "deliv"


class Go(CallbackData, prefix="go"):
    """Open a screen."""

    to: Place


class Nothing(CallbackData, prefix="-"):
    """A button that only tells (a page number, say)."""


class LeaveForm(CallbackData, prefix="leave"):
    """Stop filling the form that is open."""
