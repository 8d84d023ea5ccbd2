"""Dates of an event in the making: what now is there, how far ahead people plan, what is known of a date so far."""

from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy.orm import Session

from models import Event, academic_year, academic_year_bounds
from services.desk.fields.definition import DraftField, Pieces
from services.network import network
from services.reading.dates.moment import Moment, Sitting

PLANNED_AHEAD = timedelta(days=92)
"""From June on people plan the academic year that begins in September."""


def wall_now(db: Session, now: datetime, event: Event | None = None) -> datetime:
    """The wall time of the event's zone, or the network's."""
    return now.astimezone(event.tz if event else network(db).tz).replace(tzinfo=None)


def last_day(local: datetime) -> date:
    """The last day an event may be planned for."""
    return academic_year_bounds(academic_year(local.date() + PLANNED_AHEAD))[1]


def dump_moment(moment: Moment) -> dict[str, Any]:
    """What is known of a date, for a form to hold."""
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
    """Starts of a moment that is known, and hours and end when spans were said; nothing of any other."""
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
