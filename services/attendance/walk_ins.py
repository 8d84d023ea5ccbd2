"""Walk-ins, people who come without a sign-up: found among the network's people or entered as new."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from models import Event, GroundKind, Organization, Teacher
from services.actors import Actor
from services.attendance.sheet import OpenedRow, RowKey, add_walk_in, markable_event, open_row, require_time
from services.data_grounds import SaidGround, grounds_of, record_ground
from services.name_search import similar_people
from services.reading.person_names import UnreadableName, name_key, read_name
from services.refusals import NotFound
from services.schools.employments import Position, set_main, today

PEOPLE_SHOWN = 6
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
    return similar_people(db, typed[:NAME_LIMIT], PEOPLE_SHOWN)


def is_full_name(typed: str) -> bool:
    """Whether these words are enough to enter a new person."""
    try:
        read_name(typed)
    except UnreadableName:
        return False
    return True


def needs_ground(db: Session, teacher: Teacher) -> bool:
    """Whether nobody has said on what ground the network keeps this person's data."""
    return not grounds_of(db, teacher.id)


def enter_ground(db: Session, actor: Actor, key: RowKey, kind: GroundKind, now: datetime) -> OpenedRow:
    """Record what the organizer says of a person on the list, and return the person's row."""
    markable_event(db, actor, key.event_id)
    if kind is GroundKind.OWN_CONSENT:
        raise NotFound()
    opened = open_row(db, actor, key, now)
    record_ground(db, key.teacher_id, SaidGround(kind), now, actor.account)
    return opened


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
        created_at=now,
    )
    db.add(teacher)
    set_main(db, teacher, Position(organization.id if organization else None), today(db, now))
    return add_walk_in(db, actor, event_id, teacher.id, now)
