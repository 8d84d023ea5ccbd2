"""Merging two rows of one person: nothing is lost and nothing doubled."""

import pytest
from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from models import (
    Account,
    Attendance,
    AttendanceState,
    Base,
    Certificate,
    CertificateState,
    PointEntry,
    Registration,
    RegistrationState,
)
from services.events import seats
from services.people import merging
from tests.builders import NOW, make_actor, make_event, make_network, make_organization, make_teacher
from tests.services.people.rows import add_award


@pytest.fixture(autouse=True)
def network(db: Session) -> None:
    make_network(db)


def test_a_merge_leaves_no_duplicates(db: Session) -> None:
    school, past = make_organization(db), make_event(db, "Прошлое", days=-5)
    known = make_teacher(db, "Зотова Ирина Львовна", school)
    newcomer = make_teacher(db, "Зотова Ирина", school)
    add_award(db, known, past.id, "a", AttendanceState.NO_SHOW)
    add_award(db, newcomer, past.id, "b")

    merging.merge(db, newcomer, known, NOW)

    attendance = db.scalars(select(Attendance)).one()
    assert (attendance.teacher_id, attendance.state) == (known.id, AttendanceState.ATTENDED)
    states = dict(db.execute(select(Certificate.teacher_id, Certificate.state)).all())
    assert states == {known.id: CertificateState.VALID, newcomer.id: CertificateState.REPLACED}
    assert db.scalars(select(PointEntry.points).where(PointEntry.teacher_id == known.id)).all() == [1]


def test_a_merge_passes_on_the_second_seat(db: Session) -> None:
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


def test_a_merge_keeps_the_seat_rather_than_the_place_in_the_list(db: Session) -> None:
    event = make_event(db, capacity=1)
    known, newcomer = (make_actor(db, make_teacher(db, "Зотова Ирина")) for _ in range(2))
    seats.sign_up(db, newcomer, event.id, NOW)
    seats.join_waiting_list(db, known, event.id, NOW)

    merging.merge(db, newcomer.require_teacher(), known.require_teacher(), NOW)

    kept = db.scalars(select(Registration).where(Registration.ended_at.is_(None))).one()
    assert (kept.teacher_id, kept.state) == (known.require_teacher().id, RegistrationState.CONFIRMED)
    assert event.taken == 1


def test_a_merge_covers_every_table_that_refers_to_a_person() -> None:
    """A new column that refers to a person must be moved by `merging` or `open_questions`."""
    moved = {(table.__tablename__, "teacher_id") for table, _ in merging._UNIQUE_ROWS}
    moved |= {
        (name, "teacher_id")
        for name in ("point_entry", "registration", "invite", "organization_claim", "account", "data_ground")
    }
    moved |= {("employment", "teacher_id")}  # by `join_employments`
    moved |= {("event", "responsible_id"), ("subproject", "leader_id")}
    moved |= {("name_word", "teacher_id")}  # words of a name are erased with it
    moved |= {("identity_question", "newcomer_id"), ("identity_question", "known_id")}
    pointing = {
        (table.name, column.name)
        for table in Base.metadata.sorted_tables
        for column in table.columns
        for key in column.foreign_keys
        if key.target_fullname == "teacher.id"
    }
    assert pointing == moved
    assert inspect(Account).columns["teacher_id"] is not None
