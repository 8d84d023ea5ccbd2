"""What the operator is told of delivery is true, and the admins hear of trouble once an hour."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import (
    Account,
    AlarmTold,
    AudienceKind,
    Broadcast,
    Heartbeat,
    InboxState,
    InboxUpdate,
    Job,
    JobState,
    Lane,
    OutboxMessage,
    OutboxState,
    Role,
)
from models.delivery import UNLISTED
from services.actors import actor_of
from services.delivery.alarms import EVERY, load_alarm, raise_alarms
from services.delivery.undelivered import (
    LATE,
    LISTED_FOR,
    LONG_AWAY,
    LONG_WAIT,
    TICK_LATE,
    Concern,
    concerns,
    delivery,
    list_undelivered,
    overview,
    send_again,
    undelivered,
)
from services.notices import NoticeKind
from services.refusals import AdminsOnly
from tests.builders import NOW, add, make_actor, make_network, make_teacher

MINUTE = timedelta(minutes=1)


@pytest.fixture
def admin(db: Session) -> Account:
    make_network(db)
    return make_actor(db, make_teacher(db, "Орлова Ольга Олеговна", role=Role.ADMIN)).account


def beat(db: Session, at: datetime, *, awake: datetime = NOW - timedelta(days=1), **values: Any) -> None:
    heartbeat = db.get(Heartbeat, 1) or add(db, Heartbeat(id=1, started_at=awake, awake_since=awake, ticked_at=at))
    heartbeat.ticked_at, heartbeat.awake_since = at, awake
    for name, value in values.items():
        setattr(heartbeat, name, value)
    db.flush()


def message(db: Session, account: Account, **values: Any) -> OutboxMessage:
    given = {
        "key": f"test:{db.query(OutboxMessage).count()}",
        "account_id": account.id,
        "lane": Lane.NOTICE,
        "kind": NoticeKind.DAY_BEFORE.value,
        "payload": {"event": 1},
        "not_before": NOW,
        "created_at": NOW,
    }
    return add(db, OutboxMessage(**(given | values)))


def update(db: Session, number: int, state: InboxState, at: datetime, done: datetime | None = None) -> None:
    add(db, InboxUpdate(update_id=number, chat_key=1, body="{}", state=state, received_at=at, done_at=done))


def job(db: Session, number: int, state: JobState, at: datetime, done: datetime | None = None) -> None:
    values = {"kind": "certificate", "payload": {}, "not_before": at, "created_at": at, "done_at": done}
    add(db, Job(key=f"test:{number}", state=state, **values))


def make_late(db: Session, account: Account, concern: Concern, since: datetime) -> None:
    match concern:
        case Concern.INBOX:
            update(db, 1, InboxState.NEW, since)
        case Concern.ANSWERS:
            message(db, account, lane=Lane.ANSWER, kind="answer", not_before=since)
        case Concern.NOTICES:
            message(db, account, not_before=since)
        case Concern.JOBS:
            job(db, 1, JobState.WORKING, since)


def alarms(db: Session) -> list[dict[str, Any]]:
    rows = db.scalars(select(OutboxMessage).where(OutboxMessage.kind == NoticeKind.ADMIN_ALARM.value))
    return [row.payload for row in rows]


def found(db: Session, now: datetime) -> frozenset[Concern]:
    return concerns(delivery(db, now), now)


def test_the_counts_are_those_of_the_rows(db: Session, admin: Account) -> None:
    update(db, 1, InboxState.NEW, NOW - 2 * MINUTE)
    update(db, 2, InboxState.NEW, NOW)
    update(db, 3, InboxState.DONE, NOW - 9 * MINUTE)
    update(db, 4, InboxState.PARKED, NOW)
    message(db, admin, not_before=NOW - 5 * MINUTE)
    message(db, admin, not_before=NOW + MINUTE)
    message(db, admin, lane=Lane.ANSWER, state=OutboxState.SENDING)
    message(db, admin, state=OutboxState.SENT, sent_at=NOW - timedelta(seconds=30))
    message(db, admin, state=OutboxState.SENT, sent_at=NOW - 30 * MINUTE)
    message(db, admin, state=OutboxState.SENT, sent_at=NOW - timedelta(hours=2))
    job(db, 1, JobState.NEW, NOW - MINUTE)
    job(db, 2, JobState.FAILED, NOW - MINUTE, NOW)
    make_actor(db, None).account.blocked_at = NOW
    seen = delivery(db, NOW)

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


@pytest.mark.parametrize("concern", list(LATE))
def test_a_row_that_waits_too_long_is_a_concern_and_an_alarm(db: Session, admin: Account, concern: Concern) -> None:
    since = NOW - LATE[concern]
    make_late(db, admin, concern, since)
    beat(db, NOW)
    assert found(db, NOW) == set()
    raise_alarms(db, NOW)
    assert alarms(db) == []

    now = NOW + timedelta(seconds=1)
    assert found(db, now) == {concern}
    raise_alarms(db, now)
    minutes = int(LATE[concern].total_seconds() // 60)
    assert alarms(db) == [{"concern": concern.value, "count": 1, "minutes": minutes}]


def test_what_waited_for_a_bot_that_was_away_is_no_alarm_at_its_start(db: Session, admin: Account) -> None:
    message(db, admin, not_before=NOW - timedelta(hours=8))
    beat(db, NOW, awake=NOW)
    raise_alarms(db, NOW)
    assert alarms(db) == []

    later = NOW + LATE[Concern.NOTICES] + MINUTE
    beat(db, later, awake=NOW)
    raise_alarms(db, later)
    assert [alarm["concern"] for alarm in alarms(db)] == ["notices"]


def test_each_kind_of_trouble_is_told_once_an_hour(db: Session, admin: Account) -> None:
    make_late(db, admin, Concern.INBOX, NOW - timedelta(hours=3))
    beat(db, NOW)
    for minutes in (0, 15, 59):
        raise_alarms(db, NOW + minutes * MINUTE)
    assert len(alarms(db)) == 1

    make_late(db, admin, Concern.NOTICES, NOW - timedelta(hours=3))
    raise_alarms(db, NOW + 59 * MINUTE)
    assert [alarm["concern"] for alarm in alarms(db)] == ["inbox", "notices"]
    raise_alarms(db, NOW + EVERY)
    assert [alarm["concern"] for alarm in alarms(db)] == ["inbox", "notices", "inbox"]


@pytest.mark.parametrize("state", [OutboxState.EXPIRED, OutboxState.UNCLEAR, OutboxState.FAILED])
def test_what_did_not_arrive_is_listed_and_told(db: Session, admin: Account, state: OutboxState) -> None:
    lost = message(db, admin, state=state)
    message(db, admin, state=OutboxState.SENT, sent_at=NOW)
    message(db, admin, state=OutboxState.DROPPED, error="no longer holds")
    beat(db, NOW)
    list_undelivered(db, NOW)
    raise_alarms(db, NOW)

    seen = undelivered(db, actor_of(db, admin), 1, NOW)
    assert [row.id for row in seen.page.items] == [lost.id]
    assert alarms(db) == [{"concern": "undelivered", "count": 1, "minutes": 0}]


def test_only_what_was_put_aside_after_one_try_is_sent_again(db: Session, admin: Account) -> None:
    aside = [message(db, admin, state=OutboxState.UNCLEAR, unclear_attempts=1) for _ in range(43)]
    times = {"written_at": NOW, "expires_at": NOW}
    audience = {"audience": AudienceKind.ALL, "chosen": [], "people": 1, "last_id": admin.id}
    broadcast = add(db, Broadcast(author_id=admin.id, text="", **audience, **times))
    others = [
        message(db, admin, state=OutboxState.UNCLEAR, unclear_attempts=2),
        message(db, admin, state=OutboxState.UNCLEAR, unclear_attempts=1, broadcast_id=broadcast.id),
        message(db, admin, state=OutboxState.EXPIRED, unclear_attempts=1),
        message(db, admin, state=OutboxState.FAILED, unclear_attempts=1),
    ]
    list_undelivered(db, NOW)
    actor, later = actor_of(db, admin), NOW + MINUTE
    once = undelivered(db, actor, 1, NOW).once
    assert once == tuple(row.id for row in aside)
    assert send_again(db, actor, once[0], once[-1], later) == 43
    assert send_again(db, actor, once[0], once[-1], later) == 0

    db.expire_all()
    assert {(row.state, row.not_before, row.listed_at) for row in aside} == {(OutboxState.NEW, later, None)}
    assert OutboxState.NEW not in {row.state for row in others}
    assert undelivered(db, actor, 1, NOW).once == ()


def test_only_what_is_new_is_told_again(db: Session, admin: Account) -> None:
    for at in (NOW, NOW + EVERY, NOW + 2 * EVERY):
        beat(db, at)
        if at != NOW + EVERY:
            message(db, admin, state=OutboxState.UNCLEAR)
        list_undelivered(db, at)
        raise_alarms(db, at)

    assert [alarm["count"] for alarm in alarms(db)] == [1, 1]


def test_a_failed_job_is_told_once_and_stays_a_concern(db: Session, admin: Account) -> None:
    job(db, 1, JobState.FAILED, NOW, NOW)
    for at in (NOW, NOW + 5 * EVERY):
        beat(db, at)
        raise_alarms(db, at)
        assert found(db, at) == {Concern.JOBS_FAILED}

    assert [alarm["concern"] for alarm in alarms(db)] == ["jobs_failed"]


def test_what_was_put_aside_is_told_once_an_hour_however_much_comes(db: Session, admin: Account) -> None:
    """Anybody can send odd updates: that is no way to flood the admins."""
    number = 0
    for minutes in range(0, 121, 10):
        at = NOW + minutes * MINUTE
        for _ in range(5):
            number += 1
            update(db, number, InboxState.PARKED, at, done=at)
        beat(db, at)
        raise_alarms(db, at)

    parked = [alarm for alarm in alarms(db) if alarm["concern"] == "parked"]
    assert [alarm["count"] for alarm in parked] == [5, 30, 30]


def test_what_was_put_aside_is_not_told_twice(db: Session, admin: Account) -> None:
    update(db, 1, InboxState.PARKED, NOW, done=NOW)
    for at in (NOW, NOW + EVERY, NOW + 5 * EVERY):
        beat(db, at)
        raise_alarms(db, at)
        assert found(db, at) == {Concern.PARKED}

    assert len(alarms(db)) == 1


def test_whoever_has_closed_the_chat_is_listed_but_is_no_alarm(db: Session, admin: Account) -> None:
    message(db, admin, state=OutboxState.DROPPED, error="blocked: Forbidden: bot was blocked by the user")
    beat(db, NOW)
    list_undelivered(db, NOW)
    raise_alarms(db, NOW)

    assert delivery(db, NOW).total(OutboxState.DROPPED) == 1
    assert alarms(db) == []


def test_an_alarm_that_came_too_late_raises_no_other(db: Session, admin: Account) -> None:
    message(db, admin, kind=NoticeKind.ADMIN_ALARM.value, state=OutboxState.EXPIRED)
    beat(db, NOW)
    list_undelivered(db, NOW)

    assert found(db, NOW) == set()


def test_the_list_forgets_after_seven_days(db: Session, admin: Account) -> None:
    message(db, admin, state=OutboxState.EXPIRED)
    list_undelivered(db, NOW)
    now = NOW + LISTED_FOR

    assert delivery(db, now).undelivered == ()
    assert undelivered(db, actor_of(db, admin), 1, now).page.items == ()


@pytest.mark.parametrize(
    ("measured", "limit", "concern"),
    [("longest_wait", LONG_WAIT, Concern.SLOW), ("longest_away", LONG_AWAY, Concern.STORE)],
    ids=["Telegram asks to wait", "the database took nothing in"],
)
def test_what_lasted_too_long_is_told_with_its_seconds(
    db: Session, admin: Account, measured: str, limit: int, concern: Concern
) -> None:
    seconds: dict[str, Any] = {measured: limit - 1}
    beat(db, NOW, **seconds)
    raise_alarms(db, NOW)
    assert alarms(db) == []

    seconds[measured] = 300
    beat(db, NOW, **seconds)
    raise_alarms(db, NOW)
    assert alarms(db) == [{"concern": concern.value, "count": 300, "minutes": 0}]


def test_a_clock_that_stands_still_is_a_concern(db: Session, admin: Account) -> None:
    assert found(db, NOW) == {Concern.STOPPED}
    beat(db, NOW)
    assert found(db, NOW + TICK_LATE) == set()
    assert found(db, NOW + TICK_LATE + timedelta(seconds=1)) == {Concern.STOPPED}


def test_only_admins_are_told_and_only_while_they_are(db: Session, admin: Account) -> None:
    methodist = make_actor(db, make_teacher(db, "Мирова Мария Марковна", role=Role.METHODIST))
    make_late(db, admin, Concern.INBOX, NOW - timedelta(hours=3))
    beat(db, NOW)
    raise_alarms(db, NOW)

    [row] = db.scalars(select(OutboxMessage).where(OutboxMessage.kind == NoticeKind.ADMIN_ALARM.value))
    assert (row.account_id, row.lane) == (admin.id, Lane.ANSWER)
    assert load_alarm(db, admin, row.payload, NOW) is not None
    assert load_alarm(db, methodist.account, row.payload, NOW) is None
    with pytest.raises(AdminsOnly):
        overview(db, methodist, NOW)
    with pytest.raises(AdminsOnly):
        undelivered(db, methodist, 1, NOW)
    with pytest.raises(AdminsOnly):
        send_again(db, methodist, 1, 9, NOW)


def test_a_network_without_admins_has_no_trouble_with_alarms(db: Session) -> None:
    make_network(db)
    update(db, 1, InboxState.NEW, NOW - timedelta(hours=3))
    beat(db, NOW)
    raise_alarms(db, NOW)

    assert alarms(db) == []
    assert [row.kind for row in db.scalars(select(AlarmTold))] == ["inbox"]


def test_no_look_at_the_outbox_reads_all_that_was_ever_said(db: Session, admin: Account) -> None:
    """The tick's own statements go by an index: notices stay for years."""
    for statement in (
        f"UPDATE outbox SET listed_at = '2026-10-01' WHERE {UNLISTED}",  # noqa: S608 - our own words
        "SELECT count(*) FROM outbox WHERE listed_at > '2026-10-01'",
        "SELECT count(*) FROM outbox WHERE state = 'new' AND lane = 'notice' AND not_before <= '2026-10-01'",
        "SELECT id FROM outbox WHERE state = 'new' AND lane = 'notice' AND not_before <= '2026-10-01'"
        " AND account_id NOT IN (1, 2) ORDER BY not_before, id LIMIT 20",
        "SELECT id FROM outbox WHERE listed_at > '2026-10-01' AND state = 'unclear' AND unclear_attempts = 1",
    ):
        plan = db.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}").all()
        assert all("INDEX ix_outbox" in str(step) for step in plan), plan
