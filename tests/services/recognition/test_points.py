"""Points for participation, each entered once."""

from datetime import date, timedelta

import pytest
import yaml
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import (
    AttendanceState,
    Event,
    EventLevel,
    EventRole,
    OutboxMessage,
    ParticipationRole,
    PointEntry,
    Teacher,
)
from services.recognition.points import (
    NewEntry,
    PointsAwarded,
    award,
    awarded_notice,
    enter,
    entries_by_event,
    points_for,
    role_entry,
    take_back,
    tokens_of,
    year_sums,
)
from tests.builders import (
    NOW,
    POINT_POLICY,
    POINT_RULES,
    add,
    make_actor,
    make_attendance,
    make_event,
    make_network,
    make_teacher,
)
from tests.checks.tree import ROOT

LISTENER, SPEAKER, MASTER, MODERATOR = (
    ParticipationRole.LISTENER,
    ParticipationRole.SPEAKER,
    ParticipationRole.MASTER_CLASS,
    ParticipationRole.MODERATOR,
)
MUNICIPAL, REGIONAL, FEDERAL = EventLevel.MUNICIPAL, EventLevel.REGIONAL, EventLevel.FEDERAL


@pytest.mark.parametrize(
    ("roles", "level", "expected"),
    [
        ([], MUNICIPAL, [(LISTENER, 1)]),
        ([LISTENER], MUNICIPAL, [(LISTENER, 1)]),
        ([SPEAKER], MUNICIPAL, [(SPEAKER, 3)]),
        ([SPEAKER, LISTENER], MUNICIPAL, [(SPEAKER, 3)]),
        ([MODERATOR, SPEAKER, MASTER], MUNICIPAL, [(MASTER, 5), (SPEAKER, 3)]),
        ([SPEAKER], REGIONAL, [(SPEAKER, 6)]),
        ([], FEDERAL, [(LISTENER, 3)]),
        ([SPEAKER, SPEAKER], MUNICIPAL, [(SPEAKER, 3)]),
    ],
)
def test_points_follow_the_scale_of_the_network(
    roles: list[ParticipationRole], level: EventLevel, expected: list[tuple[ParticipationRole, int]]
) -> None:
    assert points_for(roles, level, POINT_RULES, POINT_POLICY) == expected


def test_a_network_may_add_listening_to_other_roles() -> None:
    policy = POINT_POLICY | {"listener_not_added_to_active_role": False}
    assert points_for([SPEAKER, LISTENER], MUNICIPAL, POINT_RULES, policy) == [(SPEAKER, 3), (LISTENER, 1)]


def test_a_network_without_a_scale_uses_the_default() -> None:
    assert points_for([MASTER], MUNICIPAL, [], {}) == [(MASTER, 5)]
    assert points_for([], MUNICIPAL, [], {}) == [(LISTENER, 1)]


def test_a_role_outside_the_scale_is_entered_with_zero_points() -> None:
    rules = [rule for rule in POINT_RULES if rule["code"] != "listener"]
    assert points_for([], MUNICIPAL, rules, POINT_POLICY) == [(LISTENER, 0)]


@pytest.mark.parametrize(("points", "tokens"), [(0, 0), (9, 0), (10, 1), (19, 1), (20, 2), (-3, 0)])
def test_each_full_ten_points_bring_a_token(db: Session, points: int, tokens: int) -> None:
    assert tokens_of(make_network(db), points) == tokens


@pytest.fixture
def event(db: Session) -> Event:
    make_network(db)
    return make_event(db, days=-1)


def mark_attended(db: Session, event: Event, teacher: Teacher, *roles: ParticipationRole) -> None:
    values = {"event_id": event.id, "teacher_id": teacher.id}
    make_attendance(db, **values)
    for role in roles:
        add(db, EventRole(**values, role=role))


def test_an_award_is_entered_once_with_the_hours_on_the_first_entry(db: Session, event: Event) -> None:
    nina = make_teacher(db, "Агеева Нина Петровна")
    mark_attended(db, event, nina, SPEAKER, MODERATOR)
    assert award(db, event, NOW) == [nina.id]
    assert award(db, event, NOW + timedelta(hours=1)) == []
    entries = db.scalars(select(PointEntry).order_by(PointEntry.id)).all()
    assert [(row.reason, row.points, row.hours) for row in entries] == [("speaker", 3, 4.0), ("moderator", 2, 0.0)]


def test_an_absent_person_gets_no_points(db: Session, event: Event) -> None:
    nina = make_teacher(db, "Агеева Нина Петровна")
    make_attendance(db, event.id, nina.id, state=AttendanceState.NO_SHOW)
    add(db, EventRole(event_id=event.id, teacher_id=nina.id, role=SPEAKER))
    assert award(db, event, NOW) == []


def test_the_academic_year_is_that_of_the_local_start(db: Session) -> None:
    make_network(db)
    nina = make_teacher(db, "Агеева Нина Петровна")
    starts = NOW.replace(month=9, day=1, hour=0, minute=30, tzinfo=None)  # 31 August in UTC
    new = make_event(db, "Первое сентября", starts=[starts])
    assert new.starts_at.date() == date(2026, 8, 31)
    mark_attended(db, new, nina)
    award(db, new, NOW)
    assert {year: sums.points for year, sums in year_sums(db, nina.id).items()} == {"2026/27": 1}


def test_loaded_history_sends_no_notices(db: Session, event: Event) -> None:
    nina = make_teacher(db, "Агеева Нина Петровна")
    make_actor(db, nina)
    mark_attended(db, event, nina)
    award(db, event, NOW, silent=True)
    assert db.scalar(select(func.count()).select_from(OutboxMessage)) == 0


def test_notices_of_one_evening_announce_a_token_once(db: Session, event: Event) -> None:
    nina = make_teacher(db, "Агеева Нина Петровна")
    account = make_actor(db, nina).account
    second = make_event(db, "Второй", days=-1)
    third = make_event(db, "Третий", days=-1)
    for one in (event, second, third):
        mark_attended(db, one, nina, MASTER)
        award(db, one, NOW)
    notices = [awarded_notice(db, account, PointsAwarded(one.id, nina.id), NOW) for one in (event, second, third)]
    assert [(one.points, one.tokens, one.new_tokens) for one in notices if one] == [(5, 0, 0), (10, 1, 1), (15, 1, 0)]


def test_an_award_moved_to_another_person_sends_no_notice(db: Session, event: Event) -> None:
    nina, elena = make_teacher(db, "Агеева Нина Петровна"), make_teacher(db, "Бортникова Елена Юрьевна")
    account = make_actor(db, elena).account
    mark_attended(db, event, nina)
    award(db, event, NOW)
    assert awarded_notice(db, account, PointsAwarded(event.id, nina.id), NOW) is None


def test_the_demo_network_gets_the_expected_points(db: Session) -> None:
    """Compare with tests/data/expected.yaml, counted by hand; accepted materials are subtracted."""
    sample = yaml.safe_load((ROOT / "demo" / "network.yaml").read_text(encoding="utf-8"))
    expected = yaml.safe_load((ROOT / "tests" / "data" / "expected.yaml").read_text(encoding="utf-8"))
    make_network(db, point_rules=sample["point_rules"], point_policy=sample["point_policy"])
    people: dict[str, Teacher] = {}
    for code, rows in sample["participation"].items():
        held = make_event(db, code, days=-1)
        for row in rows:
            who = people.setdefault(row["who"], make_teacher(db, f"Педагог {row['who']}"))
            if row.get("status", "attended") == "attended":
                mark_attended(db, held, who, ParticipationRole(row["role"]))
        award(db, held, NOW, silent=True)
    got = {code: sum(sums.points for sums in year_sums(db, row.id).values()) for code, row in people.items()}
    materials = {row["who"]: 4 for row in sample["materials"] if row["status"] == "accepted"}
    wanted = {code: points - materials.get(code, 0) for code, points in expected["points"].items()}
    assert {code: points for code, points in got.items() if points} == wanted


def test_entries_by_event_leave_out_reversed_ones_materials_and_other_people(db: Session) -> None:
    make_network(db)
    nina, oleg = make_teacher(db, "Агеева Нина"), make_teacher(db, "Гладышев Олег")
    first, second = make_event(db), make_event(db, days=9)
    for event, teacher, role in (
        (first, nina, SPEAKER),
        (first, nina, MASTER),
        (second, nina, LISTENER),
        (first, oleg, LISTENER),
    ):
        enter(db, event, teacher.id, role_entry(event.id, teacher.id, role, 1, 4), NOW)
    enter(db, second, nina.id, NewEntry("material", f"material:{second.id}:1", 4, 0), NOW)
    speaker, master = entries_by_event(db, nina.id)[first.id]

    reversal = take_back(db, speaker, NOW)

    assert (reversal.event_id, reversal.points, reversal.hours, reversal.year) == (first.id, -1, -4, speaker.year)
    found = entries_by_event(db, nina.id)
    assert {event: [entry.reason for entry in entries] for event, entries in found.items()} == {
        first.id: [master.reason],
        second.id: ["listener"],
    }


def test_an_entry_keeps_the_factor_of_the_level_it_was_counted_by(db: Session) -> None:
    make_network(db)
    event = make_event(db, days=-1, level=REGIONAL)
    teacher = make_teacher(db, "Агеева Нина Петровна")
    make_attendance(db, event.id, teacher.id)
    award(db, event, NOW)
    event.level = MUNICIPAL
    award(db, event, NOW)
    entries = db.execute(select(PointEntry.points, PointEntry.factor)).all()
    assert [tuple(row) for row in entries] == [(2, 2.0)]
