"""Buttons of questions, letters and broadcasts."""

from aiogram.filters.callback_data import CallbackData

from models import AudienceKind
from screens.wishes.ground import Number


class AskAbout(CallbackData, prefix="ask"):
    """Write to the organizer of an event; 0 to the methodists."""

    event: Number


class AnswerQuestion(CallbackData, prefix="ans"):
    question: Number


class WriteToParticipants(CallbackData, prefix="write"):
    event: Number


class SendLetter(CallbackData, prefix="letter"):
    """Send (1) or drop (0) the letter shown in the preview."""

    event: Number
    send: Number


class ChooseAudience(CallbackData, prefix="bca"):
    """Whom the broadcast in the open form is for."""

    kind: AudienceKind


class OtherAudience(CallbackData, prefix="bcx"):
    """Ask once more whom the broadcast in the open form is for."""


class SetAudience(CallbackData, prefix="bcs"):
    """Have this post or status in the form (1) or not (0)."""

    code: str
    chosen: Number


class AudienceDone(CallbackData, prefix="bcd"):
    """The posts or statuses chosen are enough."""


class AudienceOrganization(CallbackData, prefix="bco"):
    organization: Number


class AudienceOrganizations(CallbackData, prefix="bcop"):
    page: Number


class AudienceEvent(CallbackData, prefix="bce"):
    event: Number


class AudienceEvents(CallbackData, prefix="bcep"):
    page: Number


class SendBroadcast(CallbackData, prefix="bcsend"):
    """Send (1) or drop (0) what the preview shows; `mark` is that of its text and audience."""

    send: Number
    mark: str


class ShowBroadcast(CallbackData, prefix="bc"):
    broadcast: Number


class BroadcastsPage(CallbackData, prefix="bcp"):
    page: Number


class PauseBroadcast(CallbackData, prefix="bch"):
    """Stand still (1) or go on (0)."""

    broadcast: Number
    paused: Number


class StopBroadcast(CallbackData, prefix="bcstop"):
    """`sure` 0 asks, 1 stops for good."""

    broadcast: Number
    sure: Number
