"""The shape of an entry in the table of fields: how a field is asked for, read and set.

Values of fields are JSON, so that rows and forms can hold them: codes, ids, ISO wall times, lists of codes; None
empties a field.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from models import Event
from services.events.moved import Schedule
from services.reading.announcement import Announcement
from services.reading.dates.moment import Moment, Problem
from services.refusals import Refusal

OPTIONS_PER_PAGE = 12


class DraftField(StrEnum):
    """A field of an event that a person can set; buttons carry these values."""

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
    FORM_TITLE = "word"
    LEVEL = "level"
    TAGS = "tags"
    SCOPE = "scope"
    ORDER = "order"
    ISSUER = "issuer"


FieldValue = str | int | float | list[str] | None
Pieces = dict[DraftField, FieldValue]
"""Values by field."""
Candidates = dict[DraftField, tuple[int, ...]]
"""By field the rows of the network that its words may mean."""


class BadValue(Refusal):
    """The value is none of this field; `field` chooses the words."""

    key = "draft-bad-value"


class UnknownForm(Refusal):
    """The words name no known category; they may be the organizer's own word for the form."""

    key = "draft-unknown-form"


class DeadlineOutOfRange(Refusal):
    """A deadline lies in the past or after the start."""

    key = "draft-deadline-unfit"


class StartInPast(Refusal):
    """An event cannot begin in the past."""

    key = "draft-start-past"


@dataclass(frozen=True, slots=True)
class Option:
    """A value to press; without a `label` the screen names it."""

    value: str
    label: str = ""
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """Values read from a text; one text may set several fields.

    Without values: `problem` says why a date must be asked for again, `moment` holds the part of a start that is known,
    `candidates` are rows of the network to choose from. `unclear`: the field was mentioned and must be asked for again.
    """

    values: Pieces
    problem: Problem | None = None
    moment: Moment | None = None
    candidates: tuple[int, ...] = ()
    unclear: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """The event a question is about: its present values, and its row if there is one already.

    `moment`: the part of the start that is known while there is no row.
    """

    db: Session
    now: datetime
    event: Event | None
    pieces: Pieces
    moment: Moment


@dataclass(frozen=True, slots=True)
class Edit:
    """An event whose fields are being set."""

    db: Session
    now: datetime
    event: Event


def _no_options(_db: Session) -> list[Option]:
    return []


@dataclass(frozen=True, slots=True)
class EventField:
    """One field of an event. The functions raise BadValue, those of dates also StartInPast and DeadlineOutOfRange."""

    current: Callable[[Event], FieldValue]
    """Present value."""
    assign: Callable[[Edit, FieldValue], None]
    """Set the value; a refused value changes nothing."""
    typed: Callable[[Asked, str], Answer]
    """Read a typed answer to the question about this field."""
    announced: Callable[[Announcement], Answer]
    """Take the field's value from an announcement."""
    pressed: Callable[[str], FieldValue] = str
    """Read the value of a pressed button."""
    options: Callable[[Session], list[Option]] = _no_options
    """Values offered as buttons, none of them chosen."""
    page_size: int | None = OPTIONS_PER_PAGE
    """Options on a page; None shows all at once."""
    codes: tuple[str, ...] = ()
    """All codes of a field that holds a list of them; buttons add and remove single codes."""
    empty: FieldValue = None
    """Value of the empty field."""
    reschedule: Callable[[Session, Schedule, FieldValue], Schedule] | None = None
    """Change the schedule by a new value: participants are notified and asked to agree."""
    may_change_after_start: bool = True
    unclear: type[Refusal] = BadValue
    """Refusal shown when an announcement mentions the field unclearly."""

    @property
    def is_list(self) -> bool:
        return bool(self.codes)


def code_value(kind: type[StrEnum], field: DraftField, value: FieldValue) -> str:
    """Return the code if `kind` has it; raises BadValue."""
    try:
        return kind(str(value)).value
    except ValueError:
        raise BadValue(field=field) from None


def number_value(field: DraftField, raw: str) -> int:
    """Read the number of a pressed button; raises BadValue."""
    if not raw.isdecimal():
        raise BadValue(field=field)
    return int(raw)


def list_value(field: DraftField, value: FieldValue) -> list[str]:
    """Return a list, empty for None; raises BadValue."""
    if value is None:
        return []
    if not isinstance(value, list):
        raise BadValue(field=field)
    return value


def known_value(field: DraftField, value: FieldValue) -> Answer:
    """Answer with a value that was read; None raises BadValue."""
    if value is None:
        raise BadValue(field=field)
    return Answer({field: value})
