"""The fields of an event as plain values: what each may hold, and putting it into the event.

Values are JSON, so that a form can hold them: codes, ids, ISO wall times, lists of codes; None empties a field.
"""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from models import Event, EventForm, EventFormat, Organization, OrgStatusKind, Post, Subproject, Teacher
from services.refusals import Refusal

TITLE_LENGTH = (3, 300)
PLACE_LENGTH = (2, 300)
LINK_LENGTH = (8, 500)
NOTE_LENGTH = (2, 1000)
LONGEST_HOURS = 300.0
LONGEST_DAY = 24 * 60
MOST_SEATS = 10_000


class DraftField(StrEnum):
    """What of an event a person can set."""

    FORM = "form"
    TITLE = "title"
    START = "start"
    HOURS = "hours"
    END = "end"
    HOST = "host"
    PLACE = "place"
    LINK = "link"
    FORMAT = "format"
    CAPACITY = "seats"
    POSTS = "posts"
    STATUSES = "stat"
    SUBJECTS = "subj"
    SUBPROJECT = "sub"
    DEADLINE = "dead"
    RESPONSIBLE = "resp"
    NOTE = "note"


MOVING = frozenset({DraftField.START, DraftField.HOST, DraftField.PLACE, DraftField.LINK, DraftField.FORMAT})
"""What the signed-up people must hear of and agree to."""
BEFORE_START = MOVING | {DraftField.CAPACITY, DraftField.DEADLINE}
LISTS = frozenset({DraftField.POSTS, DraftField.STATUSES, DraftField.SUBJECTS})


Pieces = dict[str, Any]
"""Values by field."""


class BadValue(Refusal):
    """What was typed or pressed is no value of this field; `field` chooses the words."""

    key = "draft-bad-value"


class DeadlineOutOfRange(Refusal):
    """A deadline lies before now or after the start."""

    key = "draft-deadline-unfit"


class StartInPast(Refusal):
    """An event cannot begin in the past."""

    key = "draft-start-past"


def assign(db: Session, event: Event, field: DraftField, value: Any, now: datetime) -> None:
    """Put a value into the event; a refused value changes nothing."""
    match field:
        case DraftField.FORM:
            event.form = EventForm(code_value(EventForm, field, value))
        case DraftField.TITLE:
            event.title = text_value(field, value, TITLE_LENGTH, may_be_empty=False)
        case DraftField.START:
            starts = starts_value(value)
            if starts[0].replace(tzinfo=event.tz) <= now:
                raise StartInPast()
            event.set_schedule(starts, event.hours, event.zone, event.minutes)
        case DraftField.HOURS:
            event.set_schedule(event.session_starts, hours_value(value), event.zone, event.minutes)
        case DraftField.END:
            event.set_schedule(event.session_starts, event.hours, event.zone, minutes_value(value))
        case DraftField.HOST:
            event.host = None if value is None else _row(db, Organization, field, value)
        case DraftField.PLACE:
            event.place = text_value(field, value, PLACE_LENGTH)
        case DraftField.LINK:
            event.link = text_value(field, value, LINK_LENGTH)
        case DraftField.FORMAT:
            event.format = EventFormat(code_value(EventFormat, field, value))
        case DraftField.CAPACITY:
            event.capacity = capacity_value(value)
        case DraftField.POSTS:
            event.posts = [code_value(Post, field, code) for code in value or []]
        case DraftField.STATUSES:
            event.org_statuses = [code_value(OrgStatusKind, field, code) for code in value or []]
        case DraftField.SUBJECTS:
            event.subjects = [str(code)[:32] for code in value or []]
        case DraftField.SUBPROJECT:
            event.subproject = None if value is None else _row(db, Subproject, field, value)
        case DraftField.DEADLINE:
            event.deadline = _deadline(event, value, now)
        case DraftField.RESPONSIBLE:
            event.responsible = None if value is None else _row(db, Teacher, field, value)
        case DraftField.NOTE:
            event.note = text_value(field, value, NOTE_LENGTH)


def pieces_of(event: Event) -> Pieces:
    """The present values of an event by field."""
    deadline = event.deadline.astimezone(event.tz).replace(tzinfo=None) if event.deadline else None
    return {
        DraftField.FORM.value: event.form.value,
        DraftField.TITLE.value: event.title,
        DraftField.START.value: [start.isoformat(timespec="minutes") for start in event.session_starts],
        DraftField.HOURS.value: event.hours,
        DraftField.END.value: event.minutes,
        DraftField.HOST.value: event.host_id,
        DraftField.PLACE.value: event.place,
        DraftField.LINK.value: event.link,
        DraftField.FORMAT.value: event.format.value,
        DraftField.CAPACITY.value: event.capacity,
        DraftField.POSTS.value: list(event.posts),
        DraftField.STATUSES.value: list(event.org_statuses),
        DraftField.SUBJECTS.value: list(event.subjects),
        DraftField.SUBPROJECT.value: event.subproject_id,
        DraftField.DEADLINE.value: deadline.isoformat(timespec="minutes") if deadline else None,
        DraftField.RESPONSIBLE.value: event.responsible_id,
        DraftField.NOTE.value: event.note,
    }


def hours_value(value: Any) -> float:
    """Hours of an event, more than none. Raises BadValue."""
    if not isinstance(value, int | float) or not 0 < value <= LONGEST_HOURS:
        raise BadValue(field=DraftField.HOURS)
    return float(value)


def minutes_value(value: Any) -> int | None:
    """How long a day lasts by the clock; None is as long as its hours. Raises BadValue."""
    if value is not None and (not isinstance(value, int) or not 0 < value <= LONGEST_DAY):
        raise BadValue(field=DraftField.END)
    return value


def capacity_value(value: Any) -> int | None:
    """Seats; None is without a limit. Raises BadValue."""
    if value is None:
        return None
    if not isinstance(value, int) or not 0 < value <= MOST_SEATS:
        raise BadValue(field=DraftField.CAPACITY)
    return value


def starts_value(value: Any) -> list[datetime]:
    """Wall-time starts, one a day, in order. Raises BadValue."""
    try:
        starts = sorted(datetime.fromisoformat(text) for text in value)
    except (TypeError, ValueError):
        starts = []
    if not starts or any(start.tzinfo for start in starts):
        raise BadValue(field=DraftField.START)
    return starts


def _deadline(event: Event, value: Any, now: datetime) -> datetime | None:
    if value is None:
        return None
    try:
        deadline = datetime.fromisoformat(value).replace(tzinfo=event.tz).astimezone(UTC)
    except (TypeError, ValueError):
        raise BadValue(field=DraftField.DEADLINE) from None
    if not now < deadline <= event.starts_at:
        raise DeadlineOutOfRange()
    return deadline


def code_value(kind: type[StrEnum], field: DraftField, value: Any) -> str:
    """The code if `kind` has it. Raises BadValue."""
    try:
        return kind(value).value
    except ValueError:
        raise BadValue(field=field) from None


def text_value(field: DraftField, value: Any, length: tuple[int, int], *, may_be_empty: bool = True) -> str:
    """A text of a length allowed, on one line unless it is the note. Raises BadValue."""
    text = " ".join(str(value or "").split()) if field is not DraftField.NOTE else str(value or "").strip()
    if not text and may_be_empty:
        return ""
    if not length[0] <= len(text) <= length[1]:
        raise BadValue(field=field)
    return text


def _row(db: Session, kind: type[Any], field: DraftField, value: Any) -> Any:
    row = db.get(kind, value) if isinstance(value, int) else None
    if row is None:
        raise BadValue(field=field)
    return row
