"""Rights: every entry of the table of handlers and every web page names one; nothing is open without it."""

from enum import Enum, auto
from typing import assert_never

from services.actors import CONSENT_VERSION, Actor
from services.refusals import ConsentNeeded


class Right(Enum):
    """Condition a person meets before a handler runs.

    Whose event or certificate it is, the service compares: it has the object.
    """

    ANYBODY = auto()
    CONSENT = auto()
    """A consent to the present text, with or without a profile."""
    TEACHER = auto()
    """A profile, and a consent to the present text where one was given."""
    STAFF = auto()
    OWN_EVENT = auto()
    """Staff; the service lets only the author, the responsible person and admins change the event."""
    DELIVERY = auto()
    """Admins, who look after what did not arrive."""


def require(actor: Actor, right: Right) -> None:
    """Return if the actor has this right. Raises ProfileNeeded, ConsentNeeded, StaffOnly or AdminsOnly."""
    match right:
        case Right.ANYBODY:
            return
        case Right.CONSENT if actor.teacher is None:
            if actor.account.consent_version != CONSENT_VERSION:
                raise ConsentNeeded()
        case Right.CONSENT | Right.TEACHER:
            actor.require_teacher()
        case Right.STAFF | Right.OWN_EVENT:
            actor.require_staff()
        case Right.DELIVERY:
            actor.require_admin("delivery-admin-only")
        case _:
            assert_never(right)
