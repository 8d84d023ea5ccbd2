"""Buttons of the staff's events: the list, one event, its fields."""

from aiogram.filters.callback_data import CallbackData

from models import ParticipationRole
from screens.wishes.ground import Number
from services.desk.fields.definition import DraftField as DraftField


class ManagePage(CallbackData, prefix="mng"):
    """Show a page of the staff's events: own (1) or all (0)."""

    own: Number
    page: Number


class ManageEvent(CallbackData, prefix="mev"):
    event: Number


class ChangeEvent(CallbackData, prefix="chg"):
    """Open one field of an event for a change; event 0 is the one being made."""

    event: Number
    field: DraftField


class FieldPage(CallbackData, prefix="setp"):
    """Page through the listed values of a field."""

    event: Number
    field: DraftField
    page: Number


class ApplyChange(CallbackData, prefix="apply"):
    """Apply the shown change of time or place and tell the participants."""

    event: Number
    version: Number


class ChangeMenu(CallbackData, prefix="chgm"):
    event: Number


class ChangeMore(CallbackData, prefix="chgx"):
    """Show the fields of an event that few events need."""

    event: Number


class SetField(CallbackData, prefix="set"):
    """Set a field of an event to a listed value (code or id)."""

    event: Number
    field: DraftField
    value: str


class Publish(CallbackData, prefix="pub"):
    """Publish the draft; `version` is that of the shown card."""

    event: Number
    version: Number


class KeepDraft(CallbackData, prefix="draft"):
    event: Number


class DropDraft(CallbackData, prefix="drop"):
    event: Number
    sure: Number


class CancelEvent(CallbackData, prefix="cancel"):
    """Cancel the event for the reason given; `sure` 0 asks for the reason first."""

    event: Number
    version: Number
    sure: Number


class CopyEvent(CallbackData, prefix="copy"):
    event: Number


class ShowSpeakers(CallbackData, prefix="spk"):
    event: Number


class AddSpeaker(CallbackData, prefix="spka"):
    """Ask for the name of a speaker."""

    event: Number


class ChooseSpeaker(CallbackData, prefix="spkc"):
    """Add a person to the speakers; teacher 0 is the typed name of a guest."""

    event: Number
    teacher: Number


class OpenSpeaker(CallbackData, prefix="spko"):
    speaker: Number


class GiveSpeakerRole(CallbackData, prefix="spkr"):
    speaker: Number
    role: ParticipationRole


class SetSpeakerMeeting(CallbackData, prefix="spkd"):
    """Let a speaker speak at this meeting; 0: at the whole event."""

    speaker: Number
    meeting: Number


class MoveSpeaker(CallbackData, prefix="spkm"):
    """Put a speaker at this place of the list, from 1."""

    speaker: Number
    place: Number


class ClearTopic(CallbackData, prefix="spkt"):
    speaker: Number


class RemoveSpeaker(CallbackData, prefix="spkx"):
    speaker: Number


class ShowParticipants(CallbackData, prefix="parts"):
    event: Number
    page: Number
