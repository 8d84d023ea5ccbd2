"""An event in the making: pieces gathered in a form until a row can hold them, then a draft nothing is lost from."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from models import Event, EventForm, EventFormat, EventState
from services.actors import Actor
from services.desk.answers import known_staff, known_subprojects
from services.desk.draft_dates import dump_moment, last_day, wall_now
from services.desk.events import editable_event, staff_event
from services.desk.fields import (
    LINK_LENGTH,
    LONGEST_DAY,
    LONGEST_HOURS,
    NOTE_LENGTH,
    PLACE_LENGTH,
    TITLE_LENGTH,
    BadValue,
    DeadlineOutOfRange,
    DraftField,
    Pieces,
    assign,
    code_value,
    hours_value,
    pieces_of,
    starts_value,
)
from services.desk.publishing import clashes
from services.events.browse import EventCard, card_of
from services.network import network
from services.reading.announcement import read_announcement
from services.reading.dates.moment import DateDoubt, Problem
from services.refusals import Refusal
from services.schools.register import known_places
from services.subjects import SUBJECTS

REQUIRED = (DraftField.FORM, DraftField.TITLE, DraftField.START, DraftField.HOURS)
"""Without these there is no row; the order in which they are asked for."""
STEPS = (DraftField.CAPACITY, DraftField.POSTS)
"""What the way step by step asks for beside them."""


@dataclass(frozen=True, slots=True)
class DraftText:
    """Pieces of one message; `problem`: why its date must be asked about again; `candidates`: whom or what of the
    network a field may mean; `unclear`: what else was said and must be asked about again."""

    pieces: Pieces
    problem: Problem | None
    candidates: dict[str, tuple[int, ...]]
    unclear: tuple[DraftField, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """A draft as teachers will see it. `missing`: what it cannot be published without; `clashes`: the same day."""

    event: Event
    card: EventCard
    clashes: tuple[Event, ...]
    missing: DraftField | None
    past: bool


def may_make(db: Session, actor: Actor, now: datetime) -> None:
    """Raises StaffOnly."""
    actor.require_staff()


def read_draft(db: Session, actor: Actor, text: str, now: datetime) -> DraftText:
    """Read an announcement of one message. Raises StaffOnly; nothing typed is lost: the rest becomes the note."""
    actor.require_staff()
    local = wall_now(db, now)
    said = read_announcement(
        text,
        now_local=local,
        year_end=last_day(local),
        places=known_places(db),
        subprojects=known_subprojects(db),
        staff=known_staff(db),
    )
    pieces: Pieces = {}
    if said.form is not None:
        pieces[DraftField.FORM] = said.form.value
    if said.title and TITLE_LENGTH[0] <= len(said.title) <= TITLE_LENGTH[1]:
        pieces[DraftField.TITLE] = said.title
    if said.hours is not None and 0 < said.hours <= LONGEST_HOURS:
        pieces[DraftField.HOURS] = float(said.hours)
    days = max(1, len(said.moment.starts))
    if said.minutes and said.hours and (said.moment.end or said.minutes * days != said.hours * 60):
        pieces[DraftField.END] = min(said.minutes, LONGEST_DAY)
    if said.moment.is_known:
        pieces[DraftField.START] = [start.isoformat(timespec="minutes") for start in said.moment.starts]
    elif said.moment.date or said.moment.time:
        pieces["moment"] = dump_moment(said.moment)
    if said.format is not None:
        linked = said.format is EventFormat.OFFLINE and said.link
        pieces[DraftField.FORMAT] = EventFormat.HYBRID.value if linked else said.format.value
    if said.host is not None and said.host.place is not None:
        pieces[DraftField.HOST] = said.host.place.id
    if said.seats is not None:
        pieces[DraftField.CAPACITY] = said.seats.limit
    if said.audience is not None:
        pieces[DraftField.POSTS] = [post.value for post in said.audience.posts]
        pieces[DraftField.SUBJECTS] = [code for code in said.audience.subjects if code in SUBJECTS]
        pieces[DraftField.STATUSES] = [status.value for status in said.audience.statuses]
    if said.deadline is not None and said.deadline.at is not None:
        pieces[DraftField.DEADLINE] = said.deadline.at.isoformat(timespec="minutes")
    for field, words, longest in (
        (DraftField.PLACE, said.place, PLACE_LENGTH),
        (DraftField.LINK, said.link, LINK_LENGTH),
        (DraftField.NOTE, said.note, NOTE_LENGTH),
    ):
        if len(words) >= longest[0]:
            pieces[field] = words[: longest[1]]
    candidates: dict[str, tuple[int, ...]] = {}
    if said.host is not None:
        candidates[DraftField.HOST] = tuple(place.id for place in said.host.candidates)
    named = {DraftField.SUBPROJECT: said.subproject, DraftField.RESPONSIBLE: said.responsible}
    for field, one in named.items():
        if one is not None and one.id is not None:
            pieces[field] = one.id
        elif one is not None:
            candidates[field] = one.candidates
    problem = next(iter(said.moment.problems), None)
    unclear = {
        DraftField.DEADLINE: said.deadline is not None and said.deadline.at is None,
        DraftField.NOTE: len(said.note) > NOTE_LENGTH[1],
        **{field: one is not None and one.id is None for field, one in named.items()},
    }
    asked = tuple(field for field, again in unclear.items() if again)
    return DraftText(pieces, problem, candidates, asked)


def unclear_refusal(field: DraftField) -> Refusal | None:
    """Why a field of one message is asked about again, beside those that are always asked."""
    match field:
        case DraftField.DEADLINE:
            return DeadlineOutOfRange()
        case DraftField.NOTE | DraftField.SUBPROJECT | DraftField.RESPONSIBLE:
            return BadValue(field=field.value)
    return None


def next_missing(pieces: Pieces) -> DraftField | None:
    """The next thing to ask for before the draft can be kept."""
    return next((field for field in REQUIRED if pieces.get(field) is None), None)


def missing_field(event: Event) -> DraftField | None:
    """What a kept draft still lacks: people must know where to come."""
    placed = event.host_id is not None or event.place or event.format is EventFormat.ONLINE
    return None if placed else DraftField.HOST


def start_passed(db: Session, actor: Actor, pieces: Pieces, now: datetime) -> Problem | None:
    """Whether the start that was typed has gone by while other things were asked."""
    start = starts_value(pieces[DraftField.START])[0]
    if start > wall_now(db, now):
        return None
    return Problem(DateDoubt.PAST, day=start.date())


def keep(db: Session, actor: Actor, pieces: Pieces, now: datetime) -> Event:
    """Write the draft down; a deadline that does not fit the start is left out.

    Raises StaffOnly, BadValue, StartInPast.
    """
    actor.require_staff()
    event = Event(
        form=EventForm(code_value(EventForm, DraftField.FORM, pieces[DraftField.FORM])),
        title="",
        author_id=actor.account.id,
        responsible=actor.teacher,
        created_at=now,
        state=EventState.DRAFT,
        version=1,
        taken=0,
    )
    starts = starts_value(pieces[DraftField.START])
    event.set_schedule(starts, hours_value(pieces[DraftField.HOURS]), network(db).zone)
    order = [*REQUIRED, *(field for field in DraftField if field not in REQUIRED)]
    for field in order:
        if field in pieces:
            with suppress(DeadlineOutOfRange):
                assign(db, event, field, pieces[field], now)
    db.add(event)
    db.flush()
    return event


def preview(db: Session, actor: Actor, event_id: int, now: datetime) -> Preview:
    """A draft before it is published. Raises StaffOnly, NotFound, NotYourEvent."""
    event = editable_event(db, actor, event_id)
    card = card_of(db, actor, event, now)
    return Preview(event, card, tuple(clashes(db, event)), missing_field(event), event.starts_at <= now)


def copied(db: Session, actor: Actor, event_id: int, now: datetime) -> Pieces:
    """All of an event but its date, for a new draft. Raises StaffOnly, NotFound."""
    event = staff_event(db, actor, event_id)
    pieces = pieces_of(event)
    for field in (DraftField.START, DraftField.DEADLINE, DraftField.RESPONSIBLE):
        pieces.pop(field, None)
    return pieces
