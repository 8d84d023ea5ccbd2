"""Common wishes (open a screen, do nothing, leave a form) and the type of numbers in buttons."""

from enum import StrEnum
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

Number = Annotated[int, Field(ge=-(2**31), lt=2**31)]
"""Range of an integer column; a button with a number outside it is forged and is answered as an old one."""


class Place(StrEnum):
    """A screen that needs no ids."""

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
    EMPLOYMENTS = "jobs"
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
    """Do nothing: the button only shows its label, such as a page number."""


class LeaveForm(CallbackData, prefix="leave"):
    """Leave the open form."""
