"""People at the door without a sign-up: found among the network's people, or entered by name and organization."""

from datetime import datetime

from rapidfuzz import fuzz, process
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Event, Organization, Teacher
from services.actors import Actor
from services.attendance.sheet import OpenedRow, add_walk_in, editable_sheet, require_time
from services.reading.person_names import UnreadableName, name_key, read_name
from services.refusals import NotFound

SHOWN = 6
ALIKE_FROM = 80.0
LONGEST = 200


def about_to_add(db: Session, actor: Actor, event_id: int, now: datetime) -> Event:
    """The event somebody is to be added to. Raises as `attendance.mark` does."""
    event = editable_sheet(db, actor, event_id)
    require_time(event, now)
    return event


def find_people(db: Session, actor: Actor, typed: str, now: datetime) -> list[Teacher]:
    """People of the network whose name is like what was typed, a surname alone too, the likest first.

    Raises StaffOnly.
    """
    actor.require_staff()
    asked = name_key(typed[:LONGEST])
    known = db.execute(select(Teacher.id, Teacher.name_key).where(Teacher.erased_at.is_(None)))
    names = {row.id: row.name_key for row in known}
    found = process.extract(asked, names, scorer=_likeness, score_cutoff=ALIKE_FROM, limit=SHOWN)
    people = {
        row.id: row for row in db.scalars(select(Teacher).where(Teacher.id.in_([hit[2] for hit in found]))).unique()
    }
    return [people[hit[2]] for hit in found]


def is_full_name(typed: str) -> bool:
    """Whether somebody new can be entered by these words."""
    try:
        read_name(typed)
    except UnreadableName:
        return False
    return True


def add_newcomer(
    db: Session, actor: Actor, event_id: int, typed: str, organization_id: int, now: datetime
) -> OpenedRow:
    """Add somebody the network does not know yet, without an account; 0 is no organization.

    Raises UnreadableName, and as `attendance.mark` does.
    """
    about_to_add(db, actor, event_id, now)
    name = read_name(typed)
    organization = db.get(Organization, organization_id) if organization_id else None
    if organization_id and organization is None:
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


def _likeness(asked: str, name: str, *, score_cutoff: float | None = None, processor: object = None) -> float:
    """Every typed word is looked for among the words of the name; the beginning of one counts as found."""
    words, own = asked.split(), name.split()
    if not words:
        return 0.0
    best = (max(_word(word, other) for other in own) for word in words)
    return sum(best) / len(words)


def _word(asked: str, other: str) -> float:
    if len(asked) > 2 and other.startswith(asked):
        return 100.0
    return fuzz.ratio(asked, other)
