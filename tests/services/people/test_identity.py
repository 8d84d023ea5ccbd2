"""A newcomer whom the network may know: asked about once, answered once, joined without doubles."""

import pytest
from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from models import (
    Account,
    Attendance,
    AttendanceSource,
    AttendanceState,
    Base,
    Certificate,
    CertificateState,
    IdentityQuestion,
    IdentityState,
    OutboxMessage,
    OutboxState,
    PointEntry,
    Post,
    Registration,
    RegistrationState,
    Role,
    RoleGrant,
    Teacher,
)
from services.actors import Actor, actor_of
from services.events import seats
from services.notices import NoticeKind
from services.people import identity, merging
from services.people import profile as profiles
from services.people.consent import give_consent
from services.reading.person_names import read_name
from services.refusals import AlreadyAnswered, StaffOnly
from tests.builders import NOW, add, make_actor, make_event, make_network, make_organization, make_teacher


@pytest.fixture(autouse=True)
def network(db: Session) -> None:
    make_network(db)


def arrive(db: Session, name: str, organization_id: int | None) -> profiles.Welcomed:
    actor = make_actor(db, None)
    give_consent(db, actor, "1", "0" * 64, None, NOW)
    profile = profiles.NewProfile(read_name(name), organization_id, "", Post.TEACHER, "", ["physics"])
    return profiles.register(db, actor, profile, None, NOW)


def staff(db: Session, name: str = "Лугова Татьяна Сергеевна") -> Actor:
    return make_actor(db, make_teacher(db, name, role=Role.METHODIST))


def notices(db: Session, kind: NoticeKind) -> list[int]:
    return list(db.scalars(select(OutboxMessage.account_id).where(OutboxMessage.kind == kind.value)))


def question(db: Session) -> IdentityQuestion:
    return db.scalars(select(IdentityQuestion)).one()


@pytest.mark.parametrize("name", ["Зотова Ирина Львовна", "зотова ирина", "Ирина Зотова"])
def test_a_name_known_in_the_organization_goes_to_the_staff(db: Session, name: str) -> None:
    school, methodist = make_organization(db), staff(db)
    known = make_teacher(db, "Зотова Ирина Львовна", school)

    welcomed = arrive(db, name, school.id)

    assert welcomed.checked
    assert (question(db).newcomer_id, question(db).known_id) == (welcomed.teacher.id, known.id)
    assert notices(db, NoticeKind.IDENTITY_ASKED) == [methodist.account.id]


def test_nobody_is_asked_about_other_names_and_other_organizations(db: Session) -> None:
    school, other = make_organization(db), make_organization(db, "СОШ № 2")
    make_teacher(db, "Зотова Ирина Львовна", school)
    make_teacher(db, "Стёртая Анна", school, erased_at=NOW)

    assert not arrive(db, "Зотова Ирина Львовна", other.id).checked
    assert not arrive(db, "Зотова Ирина Петровна", school.id).checked
    assert not arrive(db, "Зотова Ирина Львовна", None).checked
    assert not arrive(db, "Стёртая Анна", school.id).checked


def test_staff_who_come_later_hear_of_open_questions_once(db: Session) -> None:
    school = make_organization(db)
    make_teacher(db, "Зотова Ирина Львовна", school)
    arrive(db, "Зотова Ирина", school.id)
    late = staff(db)

    profiles.notify_staff(db, late, NOW)
    profiles.notify_staff(db, late, NOW)

    assert notices(db, NoticeKind.IDENTITY_ASKED) == [late.account.id]


def test_a_question_that_never_reached_an_admin_comes_when_they_do(db: Session) -> None:
    school = make_organization(db)
    make_teacher(db, "Зотова Ирина Львовна", school)
    admin = add(db, Account(external_id=1, created_at=NOW, listed_admin=True))
    arrive(db, "Зотова Ирина", school.id)
    sent = db.scalars(select(OutboxMessage)).one()
    sent.state = OutboxState.DROPPED  # the chat was not open yet

    profiles.notify_staff(db, actor_of(db, admin), NOW)

    assert db.scalars(select(OutboxMessage.state)).all() == [OutboxState.NEW]


def test_only_the_staff_answers_and_the_first_answer_wins(db: Session) -> None:
    school = make_organization(db)
    make_teacher(db, "Зотова Ирина Львовна", school)
    welcomed = arrive(db, "Зотова Ирина", school.id)
    asked = question(db).id
    with pytest.raises(StaffOnly):
        identity.answer(db, welcomed.actor, asked, IdentityState.SAME, NOW)

    identity.answer(db, staff(db), asked, IdentityState.NAMESAKE, NOW)
    with pytest.raises(AlreadyAnswered) as refused:
        identity.answer(db, staff(db, "Чижова Марина Павловна"), asked, IdentityState.SAME, NOW)

    assert refused.value.values["who"] == "Лугова Татьяна Сергеевна"
    assert welcomed.teacher.erased_at is None
    assert notices(db, NoticeKind.IDENTITY_ANSWERED) == [welcomed.actor.account.id]


def test_the_same_person_takes_everything_along(db: Session) -> None:
    school, event, past = make_organization(db), make_event(db), make_event(db, "Прошлое", days=-5)
    known = make_teacher(db, "Зотова Ирина Львовна", school, subjects=[])
    welcomed = arrive(db, "Зотова Ирина", school.id)
    newcomer, account = welcomed.teacher, welcomed.actor.account
    seats.sign_up(db, welcomed.actor, event.id, NOW)
    add(db, RoleGrant(teacher_id=newcomer.id, role=Role.METHODIST))
    _award(db, newcomer, past.id, "a")

    identity.answer(db, staff(db), question(db).id, IdentityState.SAME, NOW)

    assert account.teacher_id == known.id
    assert actor_of(db, account).roles == {Role.METHODIST}
    for table in (Registration, Attendance, PointEntry, Certificate):
        assert db.scalars(select(table.teacher_id)).all() == [known.id], table
    assert known.subjects == ["physics"]
    assert (newcomer.surname, newcomer.organization_id, newcomer.name_key) == ("—", None, "—")
    assert newcomer.erased_at == NOW


def test_nothing_is_there_twice_after_joining(db: Session) -> None:
    school, past = make_organization(db), make_event(db, "Прошлое", days=-5)
    known = make_teacher(db, "Зотова Ирина Львовна", school)
    newcomer = make_teacher(db, "Зотова Ирина", school)
    _award(db, known, past.id, "a", AttendanceState.NO_SHOW)
    _award(db, newcomer, past.id, "b")

    merging.merge(db, newcomer, known, NOW)

    attendance = db.scalars(select(Attendance)).one()
    assert (attendance.teacher_id, attendance.state) == (known.id, AttendanceState.ATTENDED)
    states = dict(db.execute(select(Certificate.teacher_id, Certificate.state)).all())
    assert states == {known.id: CertificateState.VALID, newcomer.id: CertificateState.REPLACED}
    assert db.scalars(select(PointEntry.points).where(PointEntry.teacher_id == known.id)).all() == [1]


def test_two_seats_of_one_person_become_one_and_the_other_passes_on(db: Session) -> None:
    event = make_event(db, capacity=2)
    known, newcomer, waiting = (
        make_actor(db, make_teacher(db, name)) for name in ("Зотова Ирина", "Зотова Ирина", "Уваров Денис")
    )
    for actor in (known, newcomer):
        seats.sign_up(db, actor, event.id, NOW)
    seats.join_waiting_list(db, waiting, event.id, NOW)

    merging.merge(db, newcomer.require_teacher(), known.require_teacher(), NOW)

    states = {row.teacher_id: row.state for row in db.scalars(select(Registration)) if row.ended_at is None}
    assert states == {
        known.require_teacher().id: RegistrationState.CONFIRMED,
        waiting.require_teacher().id: RegistrationState.OFFERED,
    }
    assert event.taken == 2


def test_of_a_seat_and_a_place_in_the_list_the_seat_stays(db: Session) -> None:
    event = make_event(db, capacity=1)
    known, newcomer = (make_actor(db, make_teacher(db, "Зотова Ирина")) for _ in range(2))
    seats.sign_up(db, newcomer, event.id, NOW)
    seats.join_waiting_list(db, known, event.id, NOW)

    merging.merge(db, newcomer.require_teacher(), known.require_teacher(), NOW)

    kept = db.scalars(select(Registration).where(Registration.ended_at.is_(None))).one()
    assert (kept.teacher_id, kept.state) == (known.require_teacher().id, RegistrationState.CONFIRMED)
    assert event.taken == 1


def test_every_table_that_names_a_person_is_thought_of() -> None:
    """A new column that points to a person has to be moved by `merging`, or named here with the reason."""
    stays = {
        ("identity_question", "newcomer_id"): "tells who was asked about",
        ("identity_question", "known_id"): "tells who was asked about",
    }
    moved = {(table.__tablename__, "teacher_id") for table, _ in merging._ONCE_EACH}
    moved |= {
        (name, "teacher_id") for name in ("point_entry", "registration", "invite", "organization_claim", "account")
    }
    moved |= {("event", "responsible_id"), ("subproject", "leader_id")}
    pointing = {
        (table.name, column.name)
        for table in Base.metadata.sorted_tables
        for column in table.columns
        for key in column.foreign_keys
        if key.target_fullname == "teacher.id"
    }
    assert pointing - set(stays) == moved
    assert inspect(Account).columns["teacher_id"] is not None


def _award(
    db: Session, teacher: Teacher, event_id: int, key: str, state: AttendanceState = AttendanceState.ATTENDED
) -> None:
    source = AttendanceSource.ORGANIZER
    add(db, Attendance(event_id=event_id, teacher_id=teacher.id, state=state, source=source, marked_at=NOW))
    add(
        db,
        PointEntry(
            teacher_id=teacher.id,
            event_id=event_id,
            reason="listener",
            key=key,
            points=1,
            year="2026/27",
            awarded_at=NOW,
        ),
    )
    add(
        db,
        Certificate(
            number=key,
            code=key,
            teacher_id=teacher.id,
            event_id=event_id,
            full_name=teacher.full_name,
            event_title="Прошлое",
            event_form="seminar",
            event_days=["2026-09-26"],
            roles=["listener"],
            hours=4,
            issued_on=NOW.date(),
        ),
    )
