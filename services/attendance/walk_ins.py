"""Walk-ins, people who come without a sign-up: found among the network's people or entered as new."""

from dataclasses import dataclass
from datetime import datetime

from rapidfuzz import fuzz, process
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Event, Organization, Teacher
from services.actors import Actor
from services.attendance.sheet import OpenedRow, add_walk_in, markable_event, require_time
from services.reading.person_names import UnreadableName, name_key, read_name
from services.refusals import NotFound

PEOPLE_SHOWN = 6
MIN_LIKENESS = 80.0
NAME_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A person the network does not know yet; organization 0 is none."""

    typed_name: str
    organization_id: int


def about_to_add(db: Session, actor: Actor, event_id: int, now: datetime) -> Event:
    """Return the event to add a walk-in to."""
    event = markable_event(db, actor, event_id)
    require_time(event, now)
    return event


def find_people(db: Session, actor: Actor, typed: str) -> list[Teacher]:
    """Find people by a typed name or surname, the most similar first."""
    actor.require_staff()
    asked = name_key(typed[:NAME_LIMIT])
    known = db.execute(select(Teacher.id, Teacher.name_key).where(Teacher.erased_at.is_(None)))
    names = {row.id: row.name_key for row in known}
    found = process.extract(asked, names, scorer=_likeness, score_cutoff=MIN_LIKENESS, limit=PEOPLE_SHOWN)
    people = {
        row.id: row for row in db.scalars(select(Teacher).where(Teacher.id.in_([hit[2] for hit in found]))).unique()
    }
    return [people[hit[2]] for hit in found]


def is_full_name(typed: str) -> bool:
    """Whether these words are enough to enter a new person."""
    try:
        read_name(typed)
    except UnreadableName:
        return False
    return True


def add_newcomer(db: Session, actor: Actor, event_id: int, newcomer: Newcomer, now: datetime) -> OpenedRow:
    """Create a person without an account and add them as a walk-in. Raises UnreadableName."""
    about_to_add(db, actor, event_id, now)
    name = read_name(newcomer.typed_name)
    organization = db.get(Organization, newcomer.organization_id) if newcomer.organization_id else None
    if newcomer.organization_id and organization is None:
        raise NotFound()
    teacher = Teacher(
        surname=name.surname,
        given_name=name.given_name,
        patronymic=name.patronymic,
        name_key=name_key(name.full),
        organization=organization,
        created_at=now,
    )
    db.add(teacher)
    db.flush()
    return add_walk_in(db, actor, event_id, teacher.id, now)


def _likeness(asked: str, name: str, **_options: object) -> float:
    """Score a name from 0 to 100: the mean of the best match of every typed word; rapidfuzz passes its options."""
    words, own = asked.split(), name.split()
    if not words:
        return 0.0
    best = (max(_word_likeness(word, other) for other in own) for word in words)
    return sum(best) / len(words)


def _word_likeness(asked: str, other: str) -> float:
    """Score a word from 0 to 100; the beginning of a word counts as the word."""
    if len(asked) > 2 and other.startswith(asked):
        return 100.0
    return fuzz.ratio(asked, other)
