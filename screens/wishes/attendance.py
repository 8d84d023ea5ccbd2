"""Buttons of the attendance sheet, the code word, walk-ins and closing."""

from aiogram.filters.callback_data import CallbackData

from models import AttendanceState, GroundKind, ParticipationRole
from screens.wishes.ground import Number

MeetingNumber = Number | None
"""Id of a meeting; None in buttons made before events had meetings: the meeting that is marked now."""


class OpenAttendance(CallbackData, prefix="att"):
    event: Number
    page: Number
    meeting: MeetingNumber = None


class MakeCode(CallbackData, prefix="code"):
    """Give the event a new code word."""

    event: Number
    meeting: MeetingNumber = None


class OpenRow(CallbackData, prefix="row"):
    """Open one person's presence and roles."""

    event: Number
    teacher: Number
    page: Number
    meeting: MeetingNumber = None


class Mark(CallbackData, prefix="mrk"):
    event: Number
    teacher: Number
    state: AttendanceState
    page: Number
    meeting: MeetingNumber = None


class MarkAll(CallbackData, prefix="mrka"):
    """Mark everybody present who is signed up and not marked yet."""

    event: Number
    meeting: MeetingNumber = None


class SetRole(CallbackData, prefix="role"):
    """Give the role (1) or take it away (0)."""

    event: Number
    teacher: Number
    role: ParticipationRole
    has: Number
    page: Number
    meeting: MeetingNumber = None


class AddWalkIn(CallbackData, prefix="walk"):
    """Add a walk-in; `teacher` 0 asks for the name."""

    event: Number
    teacher: Number


class AddNewcomer(CallbackData, prefix="walkn"):
    """Add the person whose name was typed in the open form, as somebody new to the network."""

    event: Number


class EnterGround(CallbackData, prefix="grnd"):
    """Record on what ground the data of a person on the list are kept."""

    event: Number
    teacher: Number
    kind: GroundKind


class CloseAttendance(CallbackData, prefix="close"):
    """Close the attendance; `sure` 0 shows the counts and asks first."""

    event: Number
    sure: Number


class ReopenAttendance(CallbackData, prefix="reopen"):
    event: Number
