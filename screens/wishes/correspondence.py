"""Buttons of questions, letters and broadcasts."""

from aiogram.filters.callback_data import CallbackData

from models import AudienceKind
from screens.wishes.ground import Number


class AskAbout(CallbackData, prefix="ask"):
    """Write to the organizer of an event, or to the methodists (0)."""

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
    """Choose the kind of audience of the broadcast in the open form."""

    kind: AudienceKind


class OtherAudience(CallbackData, prefix="bcx"):
    """Ask again for the audience of the broadcast in the open form."""


class SetAudience(CallbackData, prefix="bcs"):
    """Choose this post or status in the open form (1), or not (0)."""

    code: str
    chosen: Number


class AudienceDone(CallbackData, prefix="bcd"):
    """Finish the choice of posts or statuses."""


class AudienceOrganization(CallbackData, prefix="bco"):
    organization: Number


class AudienceOrganizations(CallbackData, prefix="bcop"):
    page: Number


class AudienceEvent(CallbackData, prefix="bce"):
    event: Number


class AudienceEvents(CallbackData, prefix="bcep"):
    page: Number


class SendBroadcast(CallbackData, prefix="bcsend"):
    """Send (1) or drop (0) the broadcast of the preview; `mark` identifies its text and audience."""

    send: Number
    mark: str


class ShowBroadcast(CallbackData, prefix="bc"):
    broadcast: Number


class BroadcastsPage(CallbackData, prefix="bcp"):
    page: Number


class PauseBroadcast(CallbackData, prefix="bch"):
    """Pause (1) or resume (0) a broadcast."""

    broadcast: Number
    paused: Number


class StopBroadcast(CallbackData, prefix="bcstop"):
    """Stop a broadcast for good; `sure` 0 asks first."""

    broadcast: Number
    sure: Number
