"""Start, hours, end of a day and deadline: fields that make the schedule."""

from datetime import datetime

from sqlalchemy import select

from models import Attendance, Event
from models.meetings import distinct_starts
from services.desk.fields.dates import known_part, last_day, moment_values, wall_now
from services.desk.fields.definition import (
    Answer,
    Asked,
    BadValue,
    DeadlineOutOfRange,
    DraftField,
    Edit,
    EventField,
    FieldValue,
    Option,
    Pieces,
    StartInPast,
    known_value,
    list_value,
    number_value,
)
from services.reading.announcement import Announcement
from services.reading.dates.clock import read_clock
from services.reading.dates.deadline import read_deadline
from services.reading.dates.duration import read_duration
from services.reading.dates.moment import Moment, Sitting
from services.reading.dates.scanner import complete_moment
from services.reading.text import Page
from services.refusals import Refusal

LONGEST_HOURS = 300.0
LONGEST_DAY_MINUTES = 24 * 60
HOURS_OFFERED = range(1, 9)


class MeetingHasMarks(Refusal):
    """A meeting that the change would remove has marks of presence."""

    key = "draft-meeting-has-marks"


def starts_value(value: FieldValue) -> list[datetime]:
    """Return wall-time starts, one a day, in order; raises BadValue."""
    try:
        starts = sorted(datetime.fromisoformat(text) for text in list_value(DraftField.START, value))
    except (TypeError, ValueError):
        starts = []
    if not starts or any(start.tzinfo for start in starts):
        raise BadValue(field=DraftField.START)
    return starts


def hours_value(value: FieldValue) -> float:
    """Return the hours of an event, more than none; raises BadValue."""
    if not isinstance(value, int | float) or not 0 < value <= LONGEST_HOURS:
        raise BadValue(field=DraftField.HOURS)
    return float(value)


def _minutes_value(value: FieldValue) -> int | None:
    if value is not None and (not isinstance(value, int) or not 0 < value <= LONGEST_DAY_MINUTES):
        raise BadValue(field=DraftField.END)
    return value


def _deadline_value(edit: Edit, value: FieldValue) -> datetime | None:
    """Return the wall time of a deadline; raises BadValue and DeadlineOutOfRange."""
    if value is None:
        return None
    if not isinstance(value, str):
        raise BadValue(field=DraftField.DEADLINE)
    try:
        local = datetime.fromisoformat(value).replace(tzinfo=None)
    except ValueError:
        raise BadValue(field=DraftField.DEADLINE) from None
    if not edit.now < local.replace(tzinfo=edit.event.tz) <= edit.event.starts_at:
        raise DeadlineOutOfRange()
    return local


def _assign_start(edit: Edit, value: FieldValue) -> None:
    event, starts = edit.event, starts_value(value)
    if starts[0].replace(tzinfo=event.tz) <= edit.now:
        raise StartInPast()
    dropped = set(distinct_starts(event.meetings)[len(starts) :])
    ids = [meeting.id for meeting in event.meetings if meeting.starts_local in dropped]
    if ids and edit.db.scalar(select(Attendance.id).where(Attendance.meeting_id.in_(ids)).limit(1)) is not None:
        raise MeetingHasMarks(event=event.id)
    event.set_schedule(starts, event.hours, event.zone)


def _assign_hours(edit: Edit, value: FieldValue) -> None:
    edit.event.set_hours(hours_value(value))


def _assign_end(edit: Edit, value: FieldValue) -> None:
    edit.event.set_minutes(_minutes_value(value))


def _assign_deadline(edit: Edit, value: FieldValue) -> None:
    edit.event.set_deadline(_deadline_value(edit, value))


def _current_starts(event: Event) -> list[str]:
    return [start.isoformat(timespec="minutes") for start in event.session_starts]


def _current_deadline(event: Event) -> str | None:
    return event.deadline_local.isoformat(timespec="minutes") if event.deadline_local else None


def _typed_start(asked: Asked, text: str) -> Answer:
    local = wall_now(asked.db, asked.now, asked.event)
    moment = complete_moment(_known_moment(asked), text, local, last_day(local))
    values = moment_values(moment)
    if values:
        if DraftField.HOURS in values and _hours_differ_from_clock(asked):
            del values[DraftField.HOURS]
        return Answer(values)
    problem = next(iter(moment.problems), None)
    return Answer({}, problem, known_part(moment) if moment.date or moment.time else asked.moment)


def _known_moment(asked: Asked) -> Moment:
    """Return what a typed answer completes: «в 15» keeps the day, «8 октября» keeps the time."""
    if asked.event is None:
        return asked.moment
    first, *rest = asked.event.session_starts
    return Moment(first.date(), first.time(), None, tuple(Sitting(day.date(), day.time(), None) for day in rest))


def _hours_differ_from_clock(asked: Asked) -> bool:
    """Whether hours for the certificate were given that are not the length of the days by the clock."""
    event = asked.event
    if event is None:
        return asked.pieces.get(DraftField.HOURS) is not None
    return event.minutes is not None and event.minutes * len(event.session_starts) != event.hours * 60


def _typed_hours(asked: Asked, text: str) -> Answer:
    """Read hours; academic ones also set the end of the day by the clock."""
    duration = read_duration(text)
    if duration is None:
        raise BadValue(field=DraftField.HOURS)
    days = len(list_value(DraftField.START, asked.pieces.get(DraftField.START))) or 1
    hours: Pieces = {DraftField.HOURS: float(duration.hours) * (days if duration.each else 1)}
    if duration.minutes == duration.hours * 60:
        return Answer(hours)
    return Answer({**hours, DraftField.END: duration.minutes if duration.each else duration.minutes // days})


def _typed_end(asked: Asked, text: str) -> Answer:
    """Read the length of a day: a duration, or the time at which it ends."""
    text = f"{text}:00" if text.isdecimal() else text
    if duration := read_duration(text):
        return known_value(DraftField.END, duration.minutes)
    clock = read_clock(Page(text).tokens(), 0, after_date=False, alone=True)
    at = (clock.end or clock.start) if clock else None
    if asked.event is None or at is None:
        raise BadValue(field=DraftField.END)
    start = asked.event.starts_local
    minutes = (at.hour - start.hour) * 60 + at.minute - start.minute
    return known_value(DraftField.END, minutes if minutes > 0 else None)


def _typed_deadline(asked: Asked, text: str) -> Answer:
    local = wall_now(asked.db, asked.now, asked.event)
    starts = asked.event.starts_local if asked.event else None
    deadline = read_deadline(text, local, last_day(local), starts)
    if deadline.at is None:
        return Answer({}, next(iter(deadline.problems), None))
    return Answer({DraftField.DEADLINE: deadline.at.isoformat(timespec="minutes")})


def _announced_start(said: Announcement) -> Answer:
    problem = next(iter(said.moment.problems), None)
    if said.moment.is_known:
        starts = [start.isoformat(timespec="minutes") for start in said.moment.starts]
        return Answer({DraftField.START: starts}, problem)
    return Answer({}, problem, known_part(said.moment) if said.moment.date or said.moment.time else None)


def _announced_hours(said: Announcement) -> Answer:
    if said.hours is None or not 0 < said.hours <= LONGEST_HOURS:
        return Answer({})
    return Answer({DraftField.HOURS: float(said.hours)})


def _announced_end(said: Announcement) -> Answer:
    days = max(1, len(said.moment.starts))
    if said.minutes and said.hours and (said.moment.end or said.minutes * days != said.hours * 60):
        return Answer({DraftField.END: min(said.minutes, LONGEST_DAY_MINUTES)})
    return Answer({})


def _announced_deadline(said: Announcement) -> Answer:
    if said.deadline is None:
        return Answer({})
    if said.deadline.at is None:
        return Answer({}, unclear=True)
    return Answer({DraftField.DEADLINE: said.deadline.at.isoformat(timespec="minutes")})


TIME_FIELDS = {
    DraftField.START: EventField(
        current=_current_starts,
        assign=_assign_start,
        typed=_typed_start,
        announced=_announced_start,
        reschedule=lambda _db, schedule, value: schedule.changed(starts=tuple(starts_value(value))),
        may_change_after_start=False,
    ),
    DraftField.HOURS: EventField(
        current=lambda event: event.hours,
        assign=_assign_hours,
        typed=_typed_hours,
        announced=_announced_hours,
        pressed=lambda raw: float(number_value(DraftField.HOURS, raw)),
        options=lambda _db: [Option(str(hours)) for hours in HOURS_OFFERED],
    ),
    DraftField.END: EventField(
        current=lambda event: event.minutes,
        assign=_assign_end,
        typed=_typed_end,
        announced=_announced_end,
    ),
    DraftField.DEADLINE: EventField(
        current=_current_deadline,
        assign=_assign_deadline,
        typed=_typed_deadline,
        announced=_announced_deadline,
        may_change_after_start=False,
        unclear=DeadlineOutOfRange,
    ),
}
