"""Buttons of the attendance sheet, the code word, walk-ins and closing."""

from aiogram.filters.callback_data import CallbackData

from models import AttendanceState, ParticipationRole
from screens.wishes.ground import Number


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
