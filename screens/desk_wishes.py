"""Every wish a button of the staff's desk carries; the rules of the protocol stand in wishes.py."""

from aiogram.filters.callback_data import CallbackData

from models import AttendanceState, AudienceKind, ParticipationRole
from screens.wishes import Number
from services.desk.fields import DraftField as DraftField

# --- the methodist's desk ---


class ManagePage(CallbackData, prefix="mng"):
    """The staff's list of events: own (1) or all (0)."""

    own: Number
    page: Number


class ManageEvent(CallbackData, prefix="mev"):
    event: Number


class ChangeEvent(CallbackData, prefix="chg"):
    """Open one field of an event for change; event 0 is the one that is being made."""

    event: Number
    field: DraftField


class FieldPage(CallbackData, prefix="setp"):
    """Page through the listed values of a field."""

    event: Number
    field: DraftField
    page: Number


class ApplyChange(CallbackData, prefix="apply"):
    """Make the change of time or place that was shown and tell the participants."""

    event: Number
    version: Number


class ChangeMenu(CallbackData, prefix="chgm"):
    event: Number


class SetField(CallbackData, prefix="set"):
    """Set a field of an event to a listed value (code or id)."""

    event: Number
    field: DraftField
    value: str


class Publish(CallbackData, prefix="pub"):
    """`version` is that of the card shown."""

    event: Number
    version: Number


class KeepDraft(CallbackData, prefix="draft"):
    event: Number


class DropDraft(CallbackData, prefix="drop"):
    event: Number
    sure: Number


class CancelEvent(CallbackData, prefix="cancel"):
    """`sure` 0 asks for the reason, 1 cancels the event for the reason given."""

    event: Number
    version: Number
    sure: Number


class CopyEvent(CallbackData, prefix="copy"):
    event: Number


class ShowParticipants(CallbackData, prefix="parts"):
    event: Number
    page: Number


class WriteToParticipants(CallbackData, prefix="write"):
    event: Number


class SendLetter(CallbackData, prefix="letter"):
    """Send (1) or drop (0) the letter shown in the preview."""

    event: Number
    send: Number


# --- broadcasts ---


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


# --- attendance ---


class OpenAttendance(CallbackData, prefix="att"):
    event: Number
    page: Number


class MakeCode(CallbackData, prefix="code"):
    """Give the event a code word (another one when it has one)."""

    event: Number


class OpenRow(CallbackData, prefix="row"):
    """One person's presence and roles."""

    event: Number
    teacher: Number
    page: Number


class Mark(CallbackData, prefix="mrk"):
    event: Number
    teacher: Number
    state: AttendanceState
    page: Number


class MarkAll(CallbackData, prefix="mrka"):
    """Everyone signed up and not marked yet was present."""

    event: Number


class SetRole(CallbackData, prefix="role"):
    """Have the role (1) or not (0)."""

    event: Number
    teacher: Number
    role: ParticipationRole
    has: Number
    page: Number


class AddWalkIn(CallbackData, prefix="walk"):
    """Add somebody at the door: `teacher` 0 asks for the name."""

    event: Number
    teacher: Number


class AddNewcomer(CallbackData, prefix="walkn"):
    """Add the person whose name was typed in the form that is open, whom the network does not know yet."""

    event: Number


class CloseAttendance(CallbackData, prefix="close"):
    """`sure` 0 shows the counts and asks, 1 closes."""

    event: Number
    sure: Number


class ReopenAttendance(CallbackData, prefix="reopen"):
    event: Number
