"""Dates of a draft: local time, the last day to plan for, and the part of a start that is known so far."""

from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy.orm import Session

from models import Event, academic_year, academic_year_bounds
from services.desk.fields.definition import DraftField, Pieces
from services.network import network
from services.reading.dates.moment import Moment, Sitting

PLANNING_PERIOD = timedelta(days=92)
"""From June on, events of the academic year that begins in September are planned."""


def wall_now(db: Session, now: datetime, event: Event | None = None) -> datetime:
    """Return the wall time of the event's zone, or the network's."""
    return now.astimezone(event.tz if event else network(db).tz).replace(tzinfo=None)


def last_day(local: datetime) -> date:
    """Return the last day an event may be planned for."""
    return academic_year_bounds(academic_year(local.date() + PLANNING_PERIOD))[1]


def dump_moment(moment: Moment) -> dict[str, Any]:
    """Return the known part of a start as JSON for the form."""
    days = moment.sittings
    return {
        "date": days[0].date.isoformat() if days else None,
        "time": _clock(moment.time),
        "end": _clock(moment.end),
        "later": [[day.date.isoformat(), _clock(day.time), _clock(day.end)] for day in days[1:]],
    }


def load_moment(data: dict[str, Any] | None) -> Moment:
    if not data:
        return Moment()
    return Moment(
        date=date.fromisoformat(data["date"]) if data["date"] else None,
        time=_time(data["time"]),
        end=_time(data["end"]),
        later=tuple(Sitting(date.fromisoformat(day), _time(at), _time(end)) for day, at, end in data["later"]),
    )


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


def _clock(at: time | None) -> str | None:
    return f"{at:%H:%M}" if at else None


def _time(text: str | None) -> time | None:
    return time.fromisoformat(text) if text else None


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute
