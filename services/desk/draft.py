"""Drafts: an announcement is read into pieces, the missing ones are asked for, then a row is saved."""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from models import Event, EventFormat, EventState
from services.actors import Actor
from services.desk.events import editable_event, staff_event
from services.desk.fields.choices import form_value
from services.desk.fields.dates import last_day, wall_now
from services.desk.fields.definition import Candidates, DeadlineOutOfRange, DraftField, Edit, Pieces
from services.desk.fields.named import known_staff, known_subprojects
from services.desk.fields.table import EVENT_FIELDS, pieces_of
from services.desk.fields.times import hours_value, starts_value
from services.desk.publishing import clashes
from services.desk.unfinished import AnnouncementSoFar, drop, keep
from services.event_forms import network_forms
from services.events.browse import EventCard, card_of
from services.network import network
from services.reading.announcement import NetworkNames, read_announcement
from services.reading.dates.moment import DateDoubt, Moment, Problem
from services.refusals import Refusal
from services.schools.register import known_organizations

REQUIRED = (DraftField.FORM, DraftField.TITLE, DraftField.START, DraftField.HOURS)
"""Fields without which there is no row, in the order of asking."""
STEPS = (DraftField.CAPACITY, DraftField.POSTS)
"""Fields that the form step by step also asks for."""
ASKED_AGAIN = (DraftField.DEADLINE, DraftField.NOTE, DraftField.SUBPROJECT, DraftField.RESPONSIBLE)
"""Fields asked for again when an announcement mentions them unclearly, in the order of asking."""


@dataclass(frozen=True, slots=True)
class DraftText:
    """An announcement as read; its `steps` are fields mentioned unclearly. `problem`: why its date is asked again."""

    known: AnnouncementSoFar
    problem: Problem | None


@dataclass(frozen=True, slots=True)
class MissingPiece:
    """The field to ask for before the draft can be saved. `problem`: why a known date is asked for again."""

    field: DraftField
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class DraftPreview:
    """A draft as teachers will see it."""

    event: Event
    card: EventCard
    clashes: tuple[Event, ...]
    past: bool


def read_draft(db: Session, actor: Actor, text: str, now: datetime) -> DraftText:
    """Read an announcement of one message; words that no field takes become the note."""
    actor.require_staff()
    local = wall_now(db, now)
    said = read_announcement(
        text,
        NetworkNames(known_organizations(db), known_subprojects(db), known_staff(db), [*network_forms(db).items()]),
        now_local=local,
        year_end=last_day(local),
    )
    answers = {field: EVENT_FIELDS[field].announced(said) for field in DraftField}
    start = answers[DraftField.START]
    pieces: Pieces = {}
    for answer in answers.values():
        pieces |= answer.values
    candidates: Candidates = {field: answer.candidates for field, answer in answers.items() if answer.candidates}
    unclear = tuple(field for field in ASKED_AGAIN if answers[field].unclear)
    return DraftText(AnnouncementSoFar(pieces, start.moment or Moment(), unclear, candidates), start.problem)


def unclear_refusal(field: DraftField) -> Refusal | None:
    """Return why a field mentioned in an announcement is asked for again; None for the fields asked of every draft."""
    return EVENT_FIELDS[field].unclear(field=field.value) if field in ASKED_AGAIN else None


def next_missing(pieces: Pieces) -> DraftField | None:
    """Return the next field to ask for before the draft can be saved."""
    return next((field for field in REQUIRED if pieces.get(field) is None), None)


def missing_field(event: Event) -> DraftField | None:
    """Return the field a saved draft lacks: people must know where to come."""
    placed = event.host_id is not None or event.place or event.format is EventFormat.ONLINE
    return None if placed else DraftField.HOST


def start_passed(db: Session, pieces: Pieces, now: datetime) -> Problem | None:
    """Return a problem if the start has passed while other fields were asked for."""
    start = starts_value(pieces[DraftField.START])[0]
    if start > wall_now(db, now):
        return None
    return Problem(DateDoubt.PAST, day=start.date())


def store(db: Session, actor: Actor, known: AnnouncementSoFar, now: datetime) -> Event | MissingPiece:
    """Save the draft if enough is known and return it, else keep what is known. Raises BadValue."""
    actor.require_staff()
    pieces = dict(known.pieces)
    missing = MissingPiece(field) if (field := next_missing(pieces)) is not None else None
    if missing is None and (problem := start_passed(db, pieces, now)) is not None:
        del pieces[DraftField.START]
        missing = MissingPiece(DraftField.START, problem)
    if missing is not None:
        keep(db, actor, replace(known, pieces=pieces))
        return missing
    event = save_draft(db, actor, pieces, now)
    drop(db, actor)
    return event


def save_draft(db: Session, actor: Actor, pieces: Pieces, now: datetime) -> Event:
    """Create the draft's row; a deadline that does not fit the start is left out. Raises BadValue."""
    actor.require_staff()
    event = Event(
        form=form_value(db, pieces[DraftField.FORM]),
        form_title="",
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
    edit = Edit(db, now, event)
    for field in (*REQUIRED, *(field for field in DraftField if field not in REQUIRED)):
        if field in pieces:
            with suppress(DeadlineOutOfRange):
                EVENT_FIELDS[field].assign(edit, pieces[field])
    db.add(event)
    db.flush()
    return event


def preview(db: Session, actor: Actor, event_id: int, now: datetime) -> DraftPreview:
    """Return a draft as it would be published."""
    event = editable_event(db, actor, event_id)
    card = card_of(db, actor, event, now)
    return DraftPreview(event, card, tuple(clashes(db, event)), event.starts_at <= now)


def copy_pieces(db: Session, actor: Actor, event_id: int) -> Pieces:
    """Return the fields of an event for a new draft: all but its dates, order and responsible person."""
    pieces = pieces_of(staff_event(db, actor, event_id))
    for field in (DraftField.START, DraftField.DEADLINE, DraftField.RESPONSIBLE, DraftField.ORDER):
        pieces.pop(field, None)
    return pieces
