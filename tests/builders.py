"""Builders of rows: a small invented network, people with accounts, events."""

from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from models import (
    Account,
    Attendance,
    AttendanceSource,
    AttendanceState,
    Certificate,
    Event,
    EventForm,
    EventState,
    Network,
    Organization,
    OrganizationKind,
    Post,
    Registration,
    RegistrationState,
    Role,
    RoleGrant,
    Teacher,
)
from services.actors import Actor, actor_of
from services.schools.employments import Position, set_main

ZONE = "Asia/Yekaterinburg"
NOW = datetime(2026, 10, 1, 5, 0, tzinfo=UTC)
"""Thursday 1 October 2026, 10:00 in the network's zone."""

POINT_RULES = [
    {"code": "listener", "title": "Слушатель", "points": 1},
    {"code": "speaker", "title": "Выступление из опыта работы", "points": 3},
    {"code": "master_class", "title": "Мастер-класс", "points": 5},
    {"code": "open_lesson", "title": "Открытый урок (занятие)", "points": 5},
    {"code": "moderator", "title": "Ведущий секции, модератор", "points": 2},
    {"code": "organiser", "title": "Организатор мероприятия", "points": 3},
    {"code": "expert", "title": "Эксперт, член жюри", "points": 2},
]
POINT_POLICY = {
    "level_factor": {"school": 1, "municipal": 1, "inter_municipal": 1, "regional": 2, "federal": 3},
    "listener_not_added_to_active_role": True,
    "max_active_roles_per_event": 2,
}


Row = TypeVar("Row")


def add(db: Session, row: Row) -> Row:
    db.add(row)
    db.flush()
    return row


def make_network(db: Session, **values: Any) -> Network:
    """Make the network's row, or change the existing one."""
    row = db.get(Network, 1)
    if row is None:
        row = add(
            db,
            Network(
                id=1,
                title="Сеть школ Заречного муниципального округа",
                zone=ZONE,
                certificate_pattern="ИМЦ-{yy}-{seq:04d}",
                point_rules=POINT_RULES,
                point_policy=POINT_POLICY,
                token_title="Центрик",
                bot_username="centrik_test_bot",
                link_base="https://t.me/centrik_test_bot?start=",
                share_link="https://t.me/share/url?url={link}&text={text}",
            ),
        )
    for name, value in values.items():
        setattr(row, name, value)
    db.flush()
    return row


def make_organization(db: Session, short: str = "СОШ № 1", **values: Any) -> Organization:
    values.setdefault("title", f"МАОУ «{short}» г. Заречинска")
    values.setdefault("kind", OrganizationKind.SCHOOL)
    return add(db, Organization(short=short, **values))


def make_teacher(
    db: Session, full_name: str, organization: Organization | None = None, *, role: Role | None = None, **values: Any
) -> Teacher:
    surname, given_name, *rest = full_name.split()
    values.setdefault("post", Post.TEACHER)
    row = add(
        db,
        Teacher(
            surname=surname,
            given_name=given_name,
            patronymic=" ".join(rest),
            name_key=full_name.casefold().replace("ё", "е"),
            organization=organization,
            created_at=NOW,
            **values,
        ),
    )
    set_main(db, row, Position(row.organization_id, row.post, row.post_title), NOW.date() - timedelta(days=30))
    if role is not None:
        add(db, RoleGrant(teacher_id=row.id, role=role))
    return row


def take_post(db: Session, teacher: Teacher, post: Post) -> None:
    """Change the main post of a person, today."""
    set_main(db, teacher, Position(teacher.organization_id, post), NOW.date())


def make_actor(db: Session, teacher: Teacher | None, external_id: int | None = None) -> Actor:
    """Make an account and return its actor; `external_id` is its Telegram id."""
    account = add(
        db,
        Account(
            messenger="telegram",
            external_id=external_id or 900_000 + db.query(Account).count(),
            teacher=teacher,
            created_at=NOW,
        ),
    )
    return actor_of(db, account)


def make_event(db: Session, title: str = "Читаем и понимаем задачу", *, days: int = 6, **values: Any) -> Event:
    """Make a published seminar of four hours at 14:00 in the network's zone, `days` after NOW; `values` set columns."""
    starts = values.pop("starts", None) or [datetime(2026, 10, 1, 14, 0) + timedelta(days=days)]  # noqa: DTZ001 - a wall time has no zone
    hours = values.pop("hours", 4.0)
    values.setdefault("form", EventForm.SEMINAR)
    values.setdefault("state", EventState.PUBLISHED)
    values.setdefault("published_at", NOW - timedelta(days=1))
    values.setdefault("schedule_set_at", NOW - timedelta(days=1))
    deadline = values.pop("deadline", None)
    row = Event(title=title, created_at=NOW - timedelta(days=1), **values)
    row.set_schedule(starts, hours, values.get("zone", ZONE))
    if deadline is not None:
        row.set_deadline(deadline.astimezone(row.tz).replace(tzinfo=None))
    return add(db, row)


def make_registration(
    db: Session,
    event: Event,
    teacher: Teacher,
    state: RegistrationState = RegistrationState.CONFIRMED,
    **values: Any,
) -> Registration:
    """Make a registration of NOW and count its seat."""
    values.setdefault("created_at", NOW)
    if state is RegistrationState.CONFIRMED:
        values.setdefault("confirmed_at", NOW)
    event.taken += state in {RegistrationState.CONFIRMED, RegistrationState.OFFERED}
    return add(db, Registration(event_id=event.id, teacher_id=teacher.id, state=state, **values))


def make_attendance(db: Session, event_id: int, teacher_id: int, **values: Any) -> None:
    """Make a mark of presence by the organizer at every meeting; `values` set columns."""
    values.setdefault("state", AttendanceState.ATTENDED)
    values.setdefault("source", AttendanceSource.ORGANIZER)
    values.setdefault("marked_at", NOW)
    teacher = db.get_one(Teacher, teacher_id)
    db.add_all(Attendance.of(meeting, teacher, **values) for meeting in db.get_one(Event, event_id).meetings)
    db.flush()


def make_certificate(db: Session, teacher: Teacher, event: Event, number: str = "1") -> Certificate:
    """Make a listener's certificate of four hours; `number` is also its code."""
    return add(
        db,
        Certificate(
            number=number,
            code=number,
            teacher_id=teacher.id,
            event_id=event.id,
            full_name=teacher.full_name,
            event_title=event.title,
            event_form="seminar",
            event_days=["2026-09-26"],
            roles=["listener"],
            hours=4,
            issued_on=NOW.date(),
        ),
    )
