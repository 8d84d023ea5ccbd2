"""Promised reminders are those that the rules in force will send, however they are called."""

from datetime import datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Event, OutboxMessage, Registration, RegistrationState, ReminderRun
from services.reminder_rules import (
    announcement,
    announces_events,
    coming_reminders,
    offsets_before_start,
    reminds_participants,
)
from services.reminders.notices import (
    AttendanceUnmarked,
    DayBefore,
    FeedbackAsked,
    HourBefore,
    MeetingDayBefore,
    MeetingHourBefore,
)
from services.reminders.run import run_reminders
from services.stored import name_of
from tests.builders import (
    NOW,
    add,
    make_actor,
    make_attendance,
    make_event,
    make_network,
    make_registration,
    make_teacher,
)

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
PARTICIPANTS = frozenset(map(name_of, (DayBefore, HourBefore, MeetingDayBefore, MeetingHourBefore)))


def rule(code: str, offset: str, to: str = "confirmed", anchor: str = "start") -> dict[str, Any]:
    return {"code": code, "anchor": anchor, "offset": offset, "to": to}


def sent_moments(db: Session, event: Event, signed_up: datetime, promised: list[datetime]) -> list[datetime]:
    """Sign somebody up and tick each half an hour and when a reminder is promised; return when one was enqueued."""
    teacher = make_teacher(db, "Карпова Дарья Алексеевна")
    account = make_actor(db, teacher).account
    make_registration(db, event, teacher, confirmed_at=signed_up)
    half_hours = range((event.ends_at - signed_up) // timedelta(minutes=30) + 1)
    found, known = [], 0
    for at in sorted({*promised, *(signed_up + number * timedelta(minutes=30) for number in half_hours)}):
        run_reminders(db, at)
        statement = select(OutboxMessage.kind).where(OutboxMessage.account_id == account.id)
        count = sum(kind in PARTICIPANTS for kind in db.scalars(statement))
        found += [at] * (count > known and at > signed_up)
        known = count
    return found


@pytest.mark.parametrize(
    ("rules", "before"),
    [
        ([], [DAY, HOUR]),
        ([rule("za_sutki", "-24h")], [DAY]),
        ([rule("day", "-2d"), rule("hour", "-90m")], [2 * DAY, 1.5 * HOUR]),
        ([rule("hour", "-3d")], [3 * DAY]),
        ([rule("a", "-30m"), rule("b", "-7d")], [0.5 * HOUR]),
        ([rule("day", "-24h", to="speakers"), rule("hour", "-1h", to="audience")], []),
        ([rule("day", "+24h"), rule("hour", "0")], []),
        ([rule("materials", "+3d", to="speakers_without_material", anchor="end")], []),
        ([rule("day", "-4h", anchor="end")], []),
    ],
)
def test_a_promise_names_the_offsets_of_the_rules_that_remind_participants(
    db: Session, rules: list[dict[str, Any]], before: list[timedelta]
) -> None:
    make_network(db, reminder_rules=rules)
    assert [one.before for one in coming_reminders(db, make_event(db), NOW)] == before


@pytest.mark.parametrize(
    ("start", "before", "rules"),
    [
        ("2026-10-07T14:00", 30 * HOUR, []),
        ("2026-10-07T14:00", 24 * HOUR, []),
        ("2026-10-07T14:00", 20 * HOUR, []),
        ("2026-10-07T14:00", timedelta(minutes=61), []),
        ("2026-10-07T14:00", timedelta(minutes=20), []),
        ("2026-10-07T08:00", 30 * HOUR, []),
        ("2026-10-07T08:00", 10 * HOUR, []),
        ("2026-10-07T08:45", 10 * HOUR, []),
        ("2026-10-07T21:30", 30 * HOUR, []),
        ("2026-10-07T14:00", 60 * HOUR, [rule("a", "-2d"), rule("b", "-5h"), rule("c", "-1m")]),
        ("2026-10-07T14:00", 60 * HOUR, [rule("a", "-20h", anchor="end"), rule("b", "+1d", anchor="published")]),
        ("2026-10-07T14:00", 60 * HOUR, [rule("a", "-1h", anchor="signup_closes")]),
    ],
)
def test_every_promised_reminder_is_sent_and_none_besides(
    db: Session, start: str, before: timedelta, rules: list[dict[str, Any]]
) -> None:
    make_network(db, reminder_rules=rules)
    event = make_event(db, starts=[datetime.fromisoformat(start)])
    event.deadline = event.starts_at - 40 * HOUR
    now = event.starts_at - before
    event.published_at = event.schedule_set_at = now

    promised = [one.moment for one in coming_reminders(db, event, now)]

    assert sent_moments(db, event, now, promised) == promised


@pytest.mark.parametrize("days", [[0, 1], [0, 7, 14], [0, 0, 3]])
def test_every_reminder_of_a_later_meeting_is_promised_and_sent(db: Session, days: list[int]) -> None:
    make_network(db)
    first = datetime.fromisoformat("2026-10-07T14:00")
    event = make_event(db, starts=sorted({first + day * DAY for day in days}), hours=6.0)
    now = event.published_at = event.schedule_set_at = event.starts_at - 30 * HOUR

    promised = coming_reminders(db, event, now)

    assert len(promised) == 2 * len(set(days))
    assert sum(one.later for one in promised) == 2 * (len(set(days)) - 1)
    assert sent_moments(db, event, now, [one.moment for one in promised]) == [one.moment for one in promised]


def test_quiet_hours_change_the_promise(db: Session) -> None:
    make_network(db)
    event = make_event(db, starts=[datetime.fromisoformat("2026-10-07T08:00")])
    day, eve = coming_reminders(db, event, NOW)
    assert (day.before, eve.before) == (DAY, None)
    assert event.starts_at - eve.moment == 11 * HOUR + timedelta(minutes=1)


def test_a_reminder_due_before_the_present_schedule_is_not_promised(db: Session) -> None:
    make_network(db)
    event = make_event(db)
    event.schedule_set_at = event.starts_at - 2 * HOUR
    assert [one.before for one in coming_reminders(db, event, NOW)] == [HOUR]


def test_a_reminder_that_has_run_is_not_promised_again(db: Session) -> None:
    make_network(db)
    event = make_event(db)
    add(db, ReminderRun(event_id=event.id, rule="day", version=event.version, ran_at=NOW))
    assert [one.before for one in coming_reminders(db, event, NOW)] == [HOUR]


def test_rules_are_named_in_general_by_their_offsets(db: Session) -> None:
    row = make_network(db)
    assert (offsets_before_start(row), reminds_participants(row), announces_events(row)) == ([DAY, HOUR], True, True)
    row.reminder_rules = [rule("day", "-2d"), rule("hour", "-1h", to="speakers"), rule("late", "+1h")]
    assert (offsets_before_start(row), reminds_participants(row), announces_events(row)) == ([2 * DAY], True, False)
    row.reminder_rules = [rule("day", "-1d", to="audience")]
    assert (offsets_before_start(row), reminds_participants(row), announces_events(row)) == ([], False, True)


def announced_at(db: Session, rules: list[dict[str, Any]], **values: Any) -> timedelta | None:
    """Return how long after its publication an event is announced."""
    make_network(db, reminder_rules=rules)
    event = make_event(db, published_at=NOW, schedule_set_at=NOW, **values)
    news = announcement(db, event, NOW)
    return None if news is None else news.at - NOW


def test_an_announcement_is_promised_when_a_rule_makes_it_in_time(db: Session) -> None:
    to_audience = {"to": "audience", "anchor": "published"}
    assert announced_at(db, []) == timedelta(0)
    assert announced_at(db, [rule("novost", "0", **to_audience)]) == timedelta(0)
    assert announced_at(db, [rule("new_event", "+2h", **to_audience)]) == 2 * HOUR
    assert announced_at(db, [rule("new_event", "-3d", to="audience")]) == 3 * DAY + 4 * HOUR
    assert announced_at(db, [rule("new_event", "0", to="confirmed", anchor="published")]) is None
    assert announced_at(db, [rule("new_event", "-7d", to="audience")]) is None
    assert announced_at(db, [rule("new_event", "+2d", **to_audience)], deadline=NOW + DAY) is None


def test_an_announcement_that_quiet_hours_move_beyond_the_sign_up_is_not_promised(db: Session) -> None:
    make_network(db, quiet_from=time(9), quiet_to=time(20))
    event = make_event(db, published_at=NOW, schedule_set_at=NOW, deadline=NOW + 2 * HOUR)
    assert announcement(db, event, NOW) is None
    event.deadline = None
    news = announcement(db, event, NOW)
    assert news is not None
    assert (news.at - NOW, news.quiet) == (10 * HOUR, True)


@pytest.mark.parametrize(
    ("rules", "at", "kind"),
    [
        ([rule("x", "+1d", to="confirmed", anchor="published")], DAY, name_of(DayBefore)),
        ([rule("x", "-10h", to="confirmed", anchor="signup_closes")], 6 * DAY, name_of(DayBefore)),
        ([rule("hour", "-2d")], 5 * DAY, name_of(DayBefore)),
        ([rule("day", "-2h")], 6 * DAY + 2 * HOUR, name_of(HourBefore)),
        ([rule("x", "+1h", to="attended")], 6 * DAY + 6 * HOUR, name_of(FeedbackAsked)),
        ([rule("x", "+5d", to="attended", anchor="end")], 12 * DAY, name_of(FeedbackAsked)),
        ([rule("x", "+20d", to="organisers_if_unmarked", anchor="end")], 27 * DAY, name_of(AttendanceUnmarked)),
    ],
)
def test_a_rule_with_any_anchor_reaches_its_receivers(
    db: Session, rules: list[dict[str, Any]], at: timedelta, kind: str
) -> None:
    make_network(db, reminder_rules=rules)
    teacher = make_teacher(db, "Карпова Дарья Алексеевна")
    make_actor(db, teacher)
    event = make_event(db, responsible=teacher, published_at=NOW, schedule_set_at=NOW, version=2)
    add(
        db,
        Registration(
            event_id=event.id,
            teacher_id=teacher.id,
            state=RegistrationState.CONFIRMED,
            created_at=NOW,
            confirmed_at=NOW,
        ),
    )
    make_attendance(db, event.id, teacher.id)
    run_reminders(db, NOW + at)
    notice = db.scalars(select(OutboxMessage)).one()
    assert notice.kind == kind
    assert notice.expires_at is not None
    assert notice.expires_at > NOW + at
