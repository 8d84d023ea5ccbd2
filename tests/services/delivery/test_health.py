"""Figures about delivery and the alarms raised by them."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import (
    Account,
    Heartbeat,
    InboxState,
    InboxUpdate,
    Job,
    JobState,
    Lane,
    LastAlarm,
    OutboxMessage,
    OutboxState,
    Role,
)
from services.actors import actor_of
from services.delivery.alarms import ALARM_INTERVAL, load_alarm, raise_alarms
from services.delivery.health import (
    LATE_AFTER,
    LONG_AWAY_SECONDS,
    LONG_WAIT_SECONDS,
    TICK_LATE_AFTER,
    AdminAlarm,
    Concern,
    concerns,
    delivery_report,
    report_for_admin,
)
from services.delivery.undelivered import mark_undelivered, send_again, undelivered_page
from services.refusals import AdminsOnly
from services.stored import Shapes, name_of
from tests.builders import NOW, add, make_actor, make_network, make_teacher
from tests.services.delivery.rows import add_message

MINUTE = timedelta(minutes=1)


def set_heartbeat(db: Session, at: datetime, *, awake: datetime = NOW - timedelta(days=1), **values: Any) -> None:
    heartbeat = db.get(Heartbeat, 1) or add(db, Heartbeat(id=1, started_at=awake, awake_since=awake, ticked_at=at))
    heartbeat.ticked_at, heartbeat.awake_since = at, awake
    for name, value in values.items():
        setattr(heartbeat, name, value)
    db.flush()


def add_update(db: Session, number: int, state: InboxState, at: datetime, done: datetime | None = None) -> None:
    add(
        db,
        InboxUpdate(
            messenger="telegram", key=str(number), chat_key=1, body="{}", state=state, received_at=at, done_at=done
        ),
    )


def add_job(db: Session, number: int, state: JobState, at: datetime, done: datetime | None = None) -> None:
    values = {"kind": "certificate", "payload": {}, "not_before": at, "created_at": at, "done_at": done}
    add(db, Job(key=f"test:{number}", state=state, **values))


def add_late_row(db: Session, account: Account, concern: Concern, since: datetime) -> None:
    match concern:
        case Concern.INBOX:
            add_update(db, 1, InboxState.NEW, since)
        case Concern.ANSWERS:
            add_message(db, account, lane=Lane.ANSWER, kind="answer", not_before=since)
        case Concern.NOTICES:
            add_message(db, account, not_before=since)
        case Concern.JOBS:
            add_job(db, 1, JobState.WORKING, since)


def sent_alarms(db: Session) -> list[AdminAlarm]:
    rows = db.scalars(select(OutboxMessage).where(OutboxMessage.kind == name_of(AdminAlarm)))
    return [Shapes[AdminAlarm]([AdminAlarm]).load(row.payload) for row in rows]


def found_concerns(db: Session, now: datetime) -> frozenset[Concern]:
    return concerns(delivery_report(db, now), now)


def test_the_counts_are_those_of_the_rows(db: Session, admin: Account) -> None:
    add_update(db, 1, InboxState.NEW, NOW - 2 * MINUTE)
    add_update(db, 2, InboxState.NEW, NOW)
    add_update(db, 3, InboxState.DONE, NOW - 9 * MINUTE)
    add_update(db, 4, InboxState.PARKED, NOW)
    add_message(db, admin, not_before=NOW - 5 * MINUTE)
    add_message(db, admin, not_before=NOW + MINUTE)
    add_message(db, admin, lane=Lane.ANSWER, state=OutboxState.SENDING)
    add_message(db, admin, state=OutboxState.SENT, sent_at=NOW - timedelta(seconds=30))
    add_message(db, admin, state=OutboxState.SENT, sent_at=NOW - 30 * MINUTE)
    add_message(db, admin, state=OutboxState.SENT, sent_at=NOW - timedelta(hours=2))
    add_job(db, 1, JobState.NEW, NOW - MINUTE)
    add_job(db, 2, JobState.FAILED, NOW - MINUTE, NOW)
    make_actor(db, None).account.blocked_at = NOW
    seen = delivery_report(db, NOW)

    assert {concern: queue.count for concern, queue in seen.queues.items()} == {
        Concern.INBOX: 2,
        Concern.ANSWERS: 0,
        Concern.NOTICES: 1,
        Concern.JOBS: 1,
    }
    assert seen.queues[Concern.INBOX].oldest == NOW - 2 * MINUTE
    assert (seen.parked, seen.failed_jobs, seen.blocked) == (1, 1, 1)
    assert (seen.later[Lane.NOTICE], seen.sending[Lane.ANSWER]) == (1, 1)
    assert (seen.sent_minute, seen.sent_hour) == (1, 2)


@pytest.mark.parametrize("concern", list(LATE_AFTER))
def test_a_row_that_waits_too_long_is_a_concern_and_an_alarm(db: Session, admin: Account, concern: Concern) -> None:
    since = NOW - LATE_AFTER[concern]
    add_late_row(db, admin, concern, since)
    set_heartbeat(db, NOW)
    assert found_concerns(db, NOW) == set()
    raise_alarms(db, NOW)
    assert sent_alarms(db) == []

    now = NOW + timedelta(seconds=1)
    assert found_concerns(db, now) == {concern}
    raise_alarms(db, now)
    minutes = int(LATE_AFTER[concern].total_seconds() // 60)
    assert sent_alarms(db) == [AdminAlarm(concern, 1, minutes, now)]


def test_time_the_bot_was_off_raises_no_alarm_at_its_start(db: Session, admin: Account) -> None:
    add_message(db, admin, not_before=NOW - timedelta(hours=8))
    set_heartbeat(db, NOW, awake=NOW)
    raise_alarms(db, NOW)
    assert sent_alarms(db) == []

    later = NOW + LATE_AFTER[Concern.NOTICES] + MINUTE
    set_heartbeat(db, later, awake=NOW)
    raise_alarms(db, later)
    assert [alarm.concern for alarm in sent_alarms(db)] == ["notices"]


def test_each_concern_raises_one_alarm_an_hour(db: Session, admin: Account) -> None:
    add_late_row(db, admin, Concern.INBOX, NOW - timedelta(hours=3))
    set_heartbeat(db, NOW)
    for minutes in (0, 15, 59):
        raise_alarms(db, NOW + minutes * MINUTE)
    assert len(sent_alarms(db)) == 1

    add_late_row(db, admin, Concern.NOTICES, NOW - timedelta(hours=3))
    raise_alarms(db, NOW + 59 * MINUTE)
    assert [alarm.concern for alarm in sent_alarms(db)] == ["inbox", "notices"]
    raise_alarms(db, NOW + ALARM_INTERVAL)
    assert [alarm.concern for alarm in sent_alarms(db)] == ["inbox", "notices", "inbox"]


@pytest.mark.parametrize("state", [OutboxState.EXPIRED, OutboxState.UNCLEAR, OutboxState.FAILED])
def test_an_undelivered_message_is_listed_and_raises_an_alarm(db: Session, admin: Account, state: OutboxState) -> None:
    lost = add_message(db, admin, state=state)
    add_message(db, admin, state=OutboxState.SENT, sent_at=NOW)
    add_message(db, admin, state=OutboxState.DROPPED, error="no longer holds")
    set_heartbeat(db, NOW)
    mark_undelivered(db, NOW)
    raise_alarms(db, NOW)

    seen = undelivered_page(db, actor_of(db, admin), 1, NOW)
    assert [row.id for row in seen.page.items] == [lost.id]
    assert sent_alarms(db) == [AdminAlarm(Concern.UNDELIVERED, 1, 0, NOW)]


def test_an_alarm_counts_only_messages_lost_since_the_last_one(db: Session, admin: Account) -> None:
    for at in (NOW, NOW + ALARM_INTERVAL, NOW + 2 * ALARM_INTERVAL):
        set_heartbeat(db, at)
        if at != NOW + ALARM_INTERVAL:
            add_message(db, admin, state=OutboxState.UNCLEAR)
        mark_undelivered(db, at)
        raise_alarms(db, at)

    assert [alarm.count for alarm in sent_alarms(db)] == [1, 1]


@pytest.mark.usefixtures("admin")
def test_a_failed_job_raises_one_alarm_and_stays_a_concern(db: Session) -> None:
    add_job(db, 1, JobState.FAILED, NOW, NOW)
    for at in (NOW, NOW + 5 * ALARM_INTERVAL):
        set_heartbeat(db, at)
        raise_alarms(db, at)
        assert found_concerns(db, at) == {Concern.JOBS_FAILED}

    assert [alarm.concern for alarm in sent_alarms(db)] == ["jobs_failed"]


@pytest.mark.usefixtures("admin")
def test_any_number_of_parked_updates_raises_one_alarm_an_hour(db: Session) -> None:
    """Odd updates come from anybody, so they must not flood the admins."""
    number = 0
    for minutes in range(0, 121, 10):
        at = NOW + minutes * MINUTE
        for _ in range(5):
            number += 1
            add_update(db, number, InboxState.PARKED, at, done=at)
        set_heartbeat(db, at)
        raise_alarms(db, at)

    parked = [alarm for alarm in sent_alarms(db) if alarm.concern is Concern.PARKED]
    assert [alarm.count for alarm in parked] == [5, 30, 30]


@pytest.mark.usefixtures("admin")
def test_a_parked_update_raises_one_alarm(db: Session) -> None:
    add_update(db, 1, InboxState.PARKED, NOW, done=NOW)
    for at in (NOW, NOW + ALARM_INTERVAL, NOW + 5 * ALARM_INTERVAL):
        set_heartbeat(db, at)
        raise_alarms(db, at)
        assert found_concerns(db, at) == {Concern.PARKED}

    assert len(sent_alarms(db)) == 1


def test_a_message_to_a_closed_chat_is_listed_without_an_alarm(db: Session, admin: Account) -> None:
    add_message(db, admin, state=OutboxState.DROPPED, error="blocked: Forbidden: bot was blocked by the user")
    set_heartbeat(db, NOW)
    mark_undelivered(db, NOW)
    raise_alarms(db, NOW)

    assert delivery_report(db, NOW).total(OutboxState.DROPPED) == 1
    assert sent_alarms(db) == []


def test_an_expired_alarm_raises_no_other_alarm(db: Session, admin: Account) -> None:
    add_message(db, admin, kind=name_of(AdminAlarm), state=OutboxState.EXPIRED)
    set_heartbeat(db, NOW)
    mark_undelivered(db, NOW)

    assert found_concerns(db, NOW) == set()


@pytest.mark.usefixtures("admin")
@pytest.mark.parametrize(
    ("measured", "limit", "concern"),
    [("longest_wait", LONG_WAIT_SECONDS, Concern.SLOW), ("longest_away", LONG_AWAY_SECONDS, Concern.STORE)],
    ids=["Telegram asks to wait", "the database took nothing in"],
)
def test_a_long_pause_raises_an_alarm_with_its_seconds(
    db: Session, measured: str, limit: int, concern: Concern
) -> None:
    seconds: dict[str, Any] = {measured: limit - 1}
    set_heartbeat(db, NOW, **seconds)
    raise_alarms(db, NOW)
    assert sent_alarms(db) == []

    seconds[measured] = 300
    set_heartbeat(db, NOW, **seconds)
    raise_alarms(db, NOW)
    assert sent_alarms(db) == [AdminAlarm(concern, 300, 0, NOW)]


@pytest.mark.usefixtures("admin")
def test_a_stopped_clock_is_a_concern(db: Session) -> None:
    assert found_concerns(db, NOW) == {Concern.STOPPED}
    set_heartbeat(db, NOW)
    assert found_concerns(db, NOW + TICK_LATE_AFTER) == set()
    assert found_concerns(db, NOW + TICK_LATE_AFTER + timedelta(seconds=1)) == {Concern.STOPPED}


def test_only_present_admins_receive_alarms_and_see_delivery(db: Session, admin: Account) -> None:
    methodist = make_actor(db, make_teacher(db, "Мирова Мария Марковна", role=Role.METHODIST))
    add_late_row(db, admin, Concern.INBOX, NOW - timedelta(hours=3))
    set_heartbeat(db, NOW)
    raise_alarms(db, NOW)

    [row] = db.scalars(select(OutboxMessage).where(OutboxMessage.kind == name_of(AdminAlarm)))
    assert (row.account_id, row.lane) == (admin.id, Lane.ANSWER)
    [alarm] = sent_alarms(db)
    assert load_alarm(db, admin, alarm, NOW) == alarm
    assert load_alarm(db, methodist.account, alarm, NOW) is None
    with pytest.raises(AdminsOnly):
        report_for_admin(db, methodist, NOW)
    with pytest.raises(AdminsOnly):
        undelivered_page(db, methodist, 1, NOW)
    with pytest.raises(AdminsOnly):
        send_again(db, methodist, 1, 9, NOW)


def test_alarms_are_recorded_in_a_network_without_admins(db: Session) -> None:
    make_network(db)
    add_update(db, 1, InboxState.NEW, NOW - timedelta(hours=3))
    set_heartbeat(db, NOW)
    raise_alarms(db, NOW)

    assert sent_alarms(db) == []
    assert [row.kind for row in db.scalars(select(LastAlarm))] == ["inbox"]
