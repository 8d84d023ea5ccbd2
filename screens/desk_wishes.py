"""Every wish a button of the staff's desk carries; the rules of the protocol stand in wishes.py."""

from aiogram.filters.callback_data import CallbackData

from models import AttendanceState, AudienceKind, ParticipationRole
from services.event_fields import DraftField as DraftField

# --- the methodist's desk ---


class ManagePage(CallbackData, prefix="mng"):
    """The staff's list of events: own (1) or all (0)."""

    own: int
    page: int


class ManageEvent(CallbackData, prefix="mev"):
    event: int


class ChangeEvent(CallbackData, prefix="chg"):
    """Open one field of an event for change; event 0 is the one that is being made."""

    event: int
    field: DraftField


class FieldPage(CallbackData, prefix="setp"):
    """Page through the listed values of a field."""

    event: int
    field: DraftField
    page: int


class ApplyChange(CallbackData, prefix="apply"):
    """Make the change of time or place that was shown and tell the participants."""

    event: int
    version: int


class ChangeMenu(CallbackData, prefix="chgm"):
    event: int


class SetField(CallbackData, prefix="set"):
    """Set a field of an event to a listed value (code or id)."""

    event: int
    field: DraftField
    value: str


class Publish(CallbackData, prefix="pub"):
    """`version` is that of the card shown."""

    event: int
    version: int


class KeepDraft(CallbackData, prefix="draft"):
    event: int


class DropDraft(CallbackData, prefix="drop"):
    event: int
    sure: int


class CancelEvent(CallbackData, prefix="cancel"):
    """`sure` 0 asks for the reason, 1 cancels the event for the reason given."""

    event: int
    version: int
    sure: int


class CopyEvent(CallbackData, prefix="copy"):
    event: int


class ShowParticipants(CallbackData, prefix="parts"):
    event: int
    page: int


class WriteToParticipants(CallbackData, prefix="write"):
    event: int


class SendLetter(CallbackData, prefix="letter"):
    """Send (1) or drop (0) the letter shown in the preview."""

    event: int
    send: int


# --- broadcasts ---


class ChooseAudience(CallbackData, prefix="bca"):
    """Whom the broadcast in the open form is for."""

    kind: AudienceKind


class OtherAudience(CallbackData, prefix="bcx"):
    """Ask once more whom the broadcast in the open form is for."""


class SetAudience(CallbackData, prefix="bcs"):
    """Have this post or status in the form (1) or not (0)."""

    code: str
    chosen: int


class AudienceDone(CallbackData, prefix="bcd"):
    """The posts or statuses chosen are enough."""


class AudienceOrganization(CallbackData, prefix="bco"):
    organization: int


class AudienceOrganizations(CallbackData, prefix="bcop"):
    page: int


class AudienceEvent(CallbackData, prefix="bce"):
    event: int


class AudienceEvents(CallbackData, prefix="bcep"):
    page: int


class SendBroadcast(CallbackData, prefix="bcsend"):
    """Send (1) or drop (0) what the preview shows; `mark` is that of its text and audience."""

    send: int
    mark: str


class ShowBroadcast(CallbackData, prefix="bc"):
    broadcast: int


class BroadcastsPage(CallbackData, prefix="bcp"):
    page: int


class PauseBroadcast(CallbackData, prefix="bch"):
    """Stand still (1) or go on (0)."""

    broadcast: int
    paused: int


class StopBroadcast(CallbackData, prefix="bcstop"):
    """`sure` 0 asks, 1 stops for good."""

    broadcast: int
    sure: int


# --- attendance ---


class OpenAttendance(CallbackData, prefix="att"):
    event: int
    page: int


class MakeCode(CallbackData, prefix="code"):
    """Give the event a code word (another one when it has one)."""

    event: int


class OpenRow(CallbackData, prefix="row"):
    """One person's presence and roles."""

    event: int
    teacher: int
    page: int


class Mark(CallbackData, prefix="mrk"):
    event: int
    teacher: int
    state: AttendanceState
    page: int


class MarkAll(CallbackData, prefix="mrka"):
    """Everyone signed up and not marked yet was present."""

    event: int


class SetRole(CallbackData, prefix="role"):
    """Have the role (1) or not (0)."""

    event: int
    teacher: int
    role: ParticipationRole
    has: int
    page: int


class AddWalkIn(CallbackData, prefix="walk"):
    """Add somebody at the door: `teacher` 0 asks for the name."""

    event: int
    teacher: int


class AddNewcomer(CallbackData, prefix="walkn"):
    """Add the person whose name was typed in the form that is open, whom the network does not know yet."""

    event: int


class CloseAttendance(CallbackData, prefix="close"):
    """`sure` 0 shows the counts and asks, 1 closes."""

    event: int
    sure: int


class ReopenAttendance(CallbackData, prefix="reopen"):
    event: int
