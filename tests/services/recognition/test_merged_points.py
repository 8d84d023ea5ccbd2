"""Points of merged duplicates that were both awarded for one event."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import AttendanceSource, AttendanceState, EventRole, ParticipationRole, PointEntry, Teacher
from services.people import merging
from services.recognition import points
from tests.builders import NOW, add, make_attendance, make_event, make_network, make_teacher
from tests.invariants import broken_invariants

LISTENER, SPEAKER, MODERATOR = ParticipationRole.LISTENER, ParticipationRole.SPEAKER, ParticipationRole.MODERATOR


@pytest.mark.parametrize(
    ("of_known", "of_newcomer", "worth"),
    [
        ([LISTENER], [LISTENER], 1),
        ([SPEAKER], [LISTENER], 3),
        ([LISTENER], [SPEAKER], 3),
        ([SPEAKER], [MODERATOR], 5),
        ([SPEAKER], [SPEAKER], 3),
        ([SPEAKER, MODERATOR], [ParticipationRole.MASTER_CLASS], 8),
    ],
)
def test_a_merged_person_keeps_the_roles_of_both_and_the_hours_once(
    db: Session, of_known: list[ParticipationRole], of_newcomer: list[ParticipationRole], worth: int
) -> None:
    make_network(db)
    event = make_event(db, days=-5)
    known, newcomer = (make_teacher(db, "Зотова Ирина Львовна") for _ in range(2))
    for teacher, roles in ((known, of_known), (newcomer, of_newcomer)):
        source, came = AttendanceSource.ORGANIZER, AttendanceState.ATTENDED
        make_attendance(db, event.id, teacher.id, state=came, source=source)
        for role in roles:
            if role is not LISTENER:
                add(db, EventRole(event_id=event.id, teacher_id=teacher.id, role=role))
    points.award(db, event, NOW, silent=True)

    merging.merge(db, newcomer, known, NOW)

    assert {year: sums.points for year, sums in points.year_sums(db, known.id).items()} == {event.academic_year: worth}
    assert hours(db, known) == event.hours
    assert sum(sums.points for sums in points.year_sums(db, newcomer.id).values()) == hours(db, newcomer) == 0
    assert broken_invariants(db, NOW) == []


def hours(db: Session, teacher: Teacher) -> float:
    return db.scalar(select(func.sum(PointEntry.hours)).where(PointEntry.teacher_id == teacher.id)) or 0
