"""Dates of a draft: local time, the last day to plan for, and the part of a start that is known so far."""

from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from models import Event, academic_year, academic_year_bounds
from services.desk.fields.definition import DraftField, Pieces
from services.network import network
from services.reading.dates.moment import Moment

PLANNING_PERIOD = timedelta(days=92)
"""From June on, events of the academic year that begins in September are planned."""


def wall_now(db: Session, now: datetime, event: Event | None = None) -> datetime:
    """Return the wall time of the event's zone, or the network's."""
    return now.astimezone(event.tz if event else network(db).tz).replace(tzinfo=None)


def last_day(local: datetime) -> date:
    """Return the last day an event may be planned for."""
    return academic_year_bounds(academic_year(local.date() + PLANNING_PERIOD))[1]


def known_part(moment: Moment) -> Moment:
    """Return what a moment says without its doubts; further days are known only with the first one."""
    return Moment(moment.date, moment.time, moment.end, moment.later if moment.date else ())


def moment_values(moment: Moment) -> Pieces:
    """Return the starts of a complete moment, and the hours and end if all days have both times; empty otherwise."""
    if not moment.is_known:
        return {}
    values: Pieces = {DraftField.START: [start.isoformat(timespec="minutes") for start in moment.starts]}
    spans = [(day.time, day.end) for day in moment.sittings]
    if all(begins and ends for begins, ends in spans):
        minutes = [_minutes(ends) - _minutes(begins) for begins, ends in spans if begins and ends]
        if sum(minutes) > 0:
            values = {DraftField.HOURS: sum(minutes) / 60, **values}
        if len(set(minutes)) == 1 and minutes[0] > 0:
            values[DraftField.END] = minutes[0]
    return values


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute
