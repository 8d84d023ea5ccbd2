"""Reminders: receivers, due times, and a single notice for each."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import (
    Account,
    CardOpened,
    Event,
    OutboxMessage,
    Post,
    Registration,
    RegistrationState,
    ReminderRun,
    Teacher,
)
from services.notices import Notice
from services.reminder_rules import (
    DEFAULT_RULES,
    Anchor,
    Receivers,
    ReminderRule,
    due_time,
    read_offset,
)
from services.reminders.notices import (
    AttendanceUnmarked,
    DayBefore,
    EventPublished,
    FeedbackAsked,
    HourBefore,
    SignupClosing,
)
from services.reminders.run import run_reminders
from services.stored import name_of
from tests.builders import (
    NOW,
    ZONE,
    make_actor,
    make_attendance,
    make_event,
    make_network,
    make_organization,
    make_teacher,
    take_post,
)

HOUR = timedelta(hours=1)


def notices(db: Session, kind: type[Notice]) -> list[OutboxMessage]:
    return list(db.scalars(select(OutboxMessage).where(OutboxMessage.kind == name_of(kind)).order_by(OutboxMessage.id)))


def make_person(db: Session, name: str = "Карпова Дарья Алексеевна") -> Teacher:
    teacher = make_teacher(db, name, make_organization(db, f"Школа {name[:3]}"))
    make_actor(db, teacher)
    return teacher


def register(db: Session, event: Event, teacher: Teacher, at: datetime) -> Registration:
    row = Registration(
        event_id=event.id,
        teacher_id=teacher.id,
        state=RegistrationState.CONFIRMED,
        created_at=at,
        confirmed_at=at,
    )
    db.add(row)
    db.flush()
    return row


def test_two_ticks_remind_once(db: Session) -> None:
    make_network(db)
    event = make_event(db)
    register(db, event, make_person(db), NOW)
    for _ in range(2):
        run_reminders(db, event.starts_at - 23 * HOUR)
    assert len(notices(db, DayBefore)) == 1


def test_no_reminder_is_sent_before_its_due_time(db: Session) -> None:
    make_network(db)
    event = make_event(db)
    register(db, event, make_person(db), NOW)
    run_reminders(db, event.starts_at - 25 * HOUR)
    assert notices(db, DayBefore) == []


def test_a_sign_up_after_the_due_time_gets_no_reminder(db: Session) -> None:
    make_network(db)
    event = make_event(db)
    register(db, event, make_person(db), event.starts_at - 20 * HOUR)
    run_reminders(db, event.starts_at - 19 * HOUR)
    assert notices(db, DayBefore) == []
    run_reminders(db, event.starts_at - HOUR)
    assert len(notices(db, HourBefore)) == 1


def test_a_moved_event_is_reminded_of_again(db: Session) -> None:
    make_network(db)
    event = make_event(db)
    register(db, event, make_person(db), NOW)
    run_reminders(db, event.starts_at - 23 * HOUR)
    moved_at = event.starts_at - 22 * HOUR
    event.set_schedule([event.starts_local + timedelta(days=7)], event.hours, event.zone)
    event.version += 1
    event.schedule_set_at = moved_at
    run_reminders(db, moved_at)
    assert len(notices(db, DayBefore)) == 1
    run_reminders(db, event.starts_at - 24 * HOUR)
    assert [row.payload["data"]["version"] for row in notices(db, DayBefore)] == [1, 2]


def test_an_event_published_within_the_day_has_no_day_reminder(db: Session) -> None:
    make_network(db)
    event = make_event(db)
    event.published_at = event.schedule_set_at = event.starts_at - 20 * HOUR
    register(db, event, make_person(db), event.starts_at - 20 * HOUR)
    run_reminders(db, event.starts_at - 19 * HOUR)
    assert notices(db, DayBefore) == []


def test_no_reminder_is_sent_after_the_start(db: Session) -> None:
    make_network(db)
    event = make_event(db)
    register(db, event, make_person(db), NOW)
    run_reminders(db, event.starts_at + timedelta(minutes=1))
    assert notices(db, HourBefore) == []


def test_the_closing_reminder_goes_only_to_people_who_opened_the_card(db: Session) -> None:
    make_network(db)
    event = make_event(db)
    curious, signed, unaware = (
        make_person(db, "Агеева Нина"),
        make_person(db, "Зотова Ирина"),
        make_person(db, "Мухин Андрей"),
    )
    for who in (curious, signed):
        db.add(CardOpened(event_id=event.id, teacher_id=who.id, opened_at=NOW))
    register(db, event, signed, NOW)
    run_reminders(db, event.starts_at - 24 * HOUR)
    rows = notices(db, SignupClosing)
    assert [row.account_id for row in rows] == [_account(db, curious)]
    assert _account(db, unaware) not in {row.account_id for row in rows}


def test_a_publication_is_announced_to_the_audience_once(db: Session) -> None:
    make_network(db)
    teacher, librarian = make_person(db, "Гладышев Павел"), make_person(db, "Ежова Людмила")
    take_post(db, librarian, Post.LIBRARIAN)
    event = make_event(db, posts=["teacher"])
    event.published_at = event.schedule_set_at = NOW
    run_reminders(db, NOW)
    event.version += 1
    run_reminders(db, NOW + HOUR)
    assert [row.account_id for row in notices(db, EventPublished)] == [_account(db, teacher)]


def test_a_long_audience_is_notified_over_several_ticks_each_person_once(db: Session) -> None:
    make_network(db)
    people = [make_person(db, f"Карпова{number} Дарья") for number in range(5)]
    blocked = make_person(db, "Закрытова Анна")
    db.scalars(select(Account).where(Account.teacher_id == blocked.id)).one().blocked_at = NOW
    make_event(db)
    totals = []
    for tick in range(4):
        run_reminders(db, NOW + timedelta(seconds=15 * tick), batch_size=2)
        totals.append(len(notices(db, EventPublished)))

    assert totals == [2, 4, 5, 5]
    assert db.scalar(select(func.count()).select_from(ReminderRun).where(ReminderRun.rule == "new_event")) == 1
    accounts = {row.account_id for row in notices(db, EventPublished)}
    assert accounts == set(db.scalars(select(Account.id).where(Account.teacher_id.in_([who.id for who in people]))))


def test_a_blocked_person_is_skipped(db: Session) -> None:
    make_network(db)
    event, teacher = make_event(db), make_person(db)
    register(db, event, teacher, NOW)
    account = make_actor(db, teacher).account
    account.blocked_at = NOW
    run_reminders(db, event.starts_at - 24 * HOUR)
    assert account.id not in {row.account_id for row in notices(db, DayBefore)}


def test_people_marked_later_are_asked_for_feedback_too(db: Session) -> None:
    make_network(db)
    event = make_event(db)
    early, late = make_person(db, "Агеева Нина"), make_person(db, "Зотова Ирина")
    attend(db, event, early)
    run_reminders(db, event.ends_at + 2 * HOUR)
    attend(db, event, late)
    run_reminders(db, event.ends_at + 3 * HOUR)
    assert {row.account_id for row in notices(db, FeedbackAsked)} == {
        _account(db, early),
        _account(db, late),
    }


def test_the_organizer_is_asked_for_marks_unless_attendance_is_closed(db: Session) -> None:
    make_network(db)
    methodist = make_person(db, "Лугова Татьяна")
    open_event, closed = make_event(db, responsible=methodist), make_event(db, responsible=methodist)
    closed.attendance_closed_at = closed.ends_at
    run_reminders(db, open_event.ends_at + 2 * HOUR)
    assert [row.payload["data"]["event"] for row in notices(db, AttendanceUnmarked)] == [open_event.id]


@pytest.mark.parametrize(
    ("start", "quiet_to", "expected"),
    [
        ("2026-10-07T08:15", "08:00", "2026-10-06T20:59"),
        ("2026-10-07T08:45", "07:59", "2026-10-07T07:59"),
        ("2026-10-07T09:30", "08:00", "2026-10-07T08:30"),
        ("2026-10-07T21:30", "08:00", "2026-10-07T20:30"),
        ("2026-10-07T23:00", "08:00", "2026-10-07T20:59"),
    ],
)
def test_quiet_hours_delay_or_advance_a_reminder(db: Session, start: str, quiet_to: str, expected: str) -> None:
    row = make_network(db, quiet_from=time(21), quiet_to=time.fromisoformat(quiet_to))
    event = make_event(db, starts=[datetime.fromisoformat(start)])
    rule = ReminderRule("hour", Anchor.START, -HOUR, Receivers.CONFIRMED)
    moment = due_time(row, rule, *rule.occasions(event))
    assert moment is not None
    assert moment.astimezone(ZoneInfo(ZONE)).strftime("%Y-%m-%dT%H:%M") == expected


@pytest.mark.parametrize("start", ["2027-03-28T02:30", "2026-10-25T02:30"])
def test_a_clock_change_at_night_sends_one_reminder(db: Session, start: str) -> None:
    make_network(db, zone="Europe/Berlin", quiet_from=time(0), quiet_to=time(0))
    event = make_event(db, zone="Europe/Berlin", starts=[datetime.fromisoformat(start)])
    register(db, event, make_person(db), NOW)
    at = event.starts_at - 2 * HOUR
    while at < event.starts_at + 3 * HOUR:
        run_reminders(db, at)
        at += timedelta(minutes=10)
    assert len(notices(db, HourBefore)) == 1


def test_due_times_follow_the_zone_of_the_event(db: Session) -> None:
    make_network(db, quiet_from=time(0), quiet_to=time(0))
    event = make_event(db, zone="Asia/Kamchatka", starts=[datetime.fromisoformat("2026-10-07T14:00")])
    register(db, event, make_person(db), NOW)
    run_reminders(db, datetime(2026, 10, 7, 0, 59, tzinfo=UTC))
    assert notices(db, HourBefore) == []
    run_reminders(db, datetime(2026, 10, 7, 1, 0, tzinfo=UTC))
    assert len(notices(db, HourBefore)) == 1


def test_a_jumping_clock_sends_no_reminder_twice(db: Session) -> None:
    make_network(db)
    event = make_event(db)
    register(db, event, make_person(db), NOW)
    for jump in (-24 * HOUR, -25 * HOUR, -HOUR, -2 * HOUR, -timedelta(minutes=1)):
        run_reminders(db, event.starts_at + jump)
    total = db.scalar(select(func.count()).select_from(OutboxMessage).where(OutboxMessage.kind.like("%_before")))
    assert total == 2


@pytest.mark.parametrize("text", ["", "soon", "-h", "--1d", "1w"])
def test_an_unreadable_offset_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the text itself is the whole message
        read_offset(text)


@pytest.mark.parametrize(("text", "hours"), [("0", 0), ("-24h", -24), ("+2h", 2), ("-7d", -168), ("+30m", 0.5)])
def test_an_offset_is_read_as_the_network_file_writes_it(text: str, hours: float) -> None:
    assert read_offset(text) == hours * HOUR


def test_the_default_rules_cover_every_kind_of_reminder() -> None:
    assert {rule.to for rule in DEFAULT_RULES} == set(Receivers)


def attend(db: Session, event: Event, teacher: Teacher) -> None:
    make_attendance(db, event.id, teacher.id)
    db.flush()


def _account(db: Session, teacher: Teacher) -> int:
    return db.scalars(select(Account.id).where(Account.teacher_id == teacher.id)).first() or 0
