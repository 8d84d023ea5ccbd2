"""The rows of a network: schools, people with accounts, coming and past events."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from models import (
    Account,
    Attendance,
    AttendanceSource,
    AttendanceState,
    Employment,
    Event,
    Organization,
    OrgStatus,
    OrgStatusKind,
    PointEntry,
    Post,
    Registration,
    RegistrationState,
    Subproject,
    Teacher,
)
from tests.builders import NOW, add, make_event, make_network, make_organization

FIRST_CHAT = 1_000_000
"""The id of the first person's chat; the others follow one by one."""
SCHOOLS = 20
PAST_EVENTS = 20
CHUNK = 5_000


@dataclass(frozen=True, slots=True)
class Size:
    """`participations`: marks of presence with points, dealt out to the people evenly."""

    people: int = 2_000
    coming: int = 12
    participations: int = 4_000
    statuses: bool = False


@dataclass(frozen=True, slots=True)
class Filled:
    """Ids of the coming events, and the ids of the people in the order of their chats."""

    events: list[int]
    teachers: list[int]


def fill(db: Session, size: Size) -> Filled:
    """Insert the rows of a network. With `statuses` every second event is for schools of a status."""
    make_network(db)
    schools = [make_organization(db, f"СОШ № {number}") for number in range(1, SCHOOLS + 1)]
    for school in schools[::2]:
        db.add(OrgStatus(organization_id=school.id, kind=OrgStatusKind.NETWORK_SITE, since=NOW.date()))
    part = add(db, Subproject(code="s1", title="Подпроект"))
    teachers = _people(db, size.people, schools)
    coming = [
        make_event(
            db,
            f"Мастерская учителя № {number}",
            days=3 + number % 90,
            host=schools[number % SCHOOLS],
            subproject=part,
            responsible_id=teachers[0],
            capacity=100_000,
            org_statuses=["network_site"] if size.statuses and number % 2 else [],
        )
        for number in range(size.coming)
    ]
    past = [make_event(db, f"Прошедшее № {number}", days=-20 - number) for number in range(PAST_EVENTS)]
    _insert(db, Attendance, _attendances(teachers, past, size.participations))
    _insert(db, PointEntry, _points(teachers, past, size.participations))
    return Filled([event.id for event in coming], teachers)


def _people(db: Session, count: int, schools: list[Organization]) -> list[int]:
    """Insert people with an account each; return their ids."""
    _insert(
        db,
        Teacher,
        (
            {
                "surname": f"Фамилия{number}",
                "given_name": "Анна",
                "patronymic": "Петровна",
                "name_key": f"фамилия{number} анна петровна",
                "organization_id": schools[number % SCHOOLS].id,
                "post": Post.TEACHER,
                "created_at": NOW,
            }
            for number in range(count)
        ),
    )
    ids = [row[0] for row in db.query(Teacher.id).order_by(Teacher.id)]
    _insert(
        db,
        Employment,
        (
            {
                "teacher_id": teacher,
                "organization_id": schools[number % SCHOOLS].id,
                "post": Post.TEACHER,
                "is_main": True,
                "since": NOW.date(),
            }
            for number, teacher in enumerate(ids)
        ),
    )
    _insert(
        db,
        Account,
        (
            {"messenger": "telegram", "external_id": FIRST_CHAT + number, "teacher_id": teacher, "created_at": NOW}
            for number, teacher in enumerate(ids)
        ),
    )
    return ids


def _attendances(teachers: list[int], past: list[Event], count: int) -> Iterator[dict[str, Any]]:
    for teacher, event in _pairs(teachers, past, count):
        yield {
            "event_id": event.id,
            "meeting_id": event.meetings[0].id,
            "teacher_id": teacher,
            "organization_counted": True,
            "post": Post.TEACHER,
            "post_title": "",
            "state": AttendanceState.ATTENDED,
            "source": AttendanceSource.ORGANIZER,
            "marked_at": NOW,
        }


def _points(teachers: list[int], past: list[Event], count: int) -> Iterator[dict[str, Any]]:
    for teacher, event in _pairs(teachers, past, count):
        yield {
            "teacher_id": teacher,
            "event_id": event.id,
            "reason": "listener",
            "key": f"event:{event.id}:{teacher}:listener",
            "points": 1,
            "hours": 4,
            "year": event.academic_year,
            "awarded_at": NOW,
        }


def _pairs(teachers: list[int], past: list[Event], count: int) -> Iterator[tuple[int, Event]]:
    for number in range(min(count, len(teachers) * len(past))):
        round_number, person = divmod(number, len(teachers))
        yield teachers[person], past[(person + round_number) % len(past)]


def register(db: Session, event: int, teachers: list[int]) -> None:
    """Give these people a seat at the event."""
    values = {"event_id": event, "state": RegistrationState.CONFIRMED, "created_at": NOW, "confirmed_at": NOW}
    _insert(db, Registration, (values | {"teacher_id": teacher} for teacher in teachers))
    db.get_one(Event, event).taken += len(teachers)


def _insert(db: Session, table: type[Any], rows: Iterator[dict[str, Any]]) -> None:
    chunk: list[dict[str, Any]] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == CHUNK:
            db.execute(insert(table), chunk)
            chunk = []
    if chunk:
        db.execute(insert(table), chunk)
