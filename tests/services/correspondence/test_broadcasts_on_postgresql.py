"""Broadcasts on PostgreSQL, whose SQL is stricter than SQLite's."""

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.database.engine import Database
from models import Account, AudienceKind, OrgStatus, OrgStatusKind, OutboxMessage, OutboxState, Role
from services.correspondence import broadcasts, receivers
from services.correspondence.receivers import BroadcastAudience
from services.events import seats
from services.notices import Postponed
from tests.builders import NOW, add, make_actor, make_event, make_network, make_organization, make_teacher

ALL = BroadcastAudience(AudienceKind.ALL)


def run_a_broadcast_through_its_life(db: Session) -> None:
    make_network(db)
    school = make_organization(db)
    add(db, OrgStatus(organization_id=school.id, kind=OrgStatusKind.LEADER, since=date(2026, 9, 1)))
    author = make_actor(db, make_teacher(db, "Лугова Татьяна Сергеевна", role=Role.METHODIST))
    people = [make_actor(db, make_teacher(db, f"Участник{number} Анна", school)) for number in range(5)]
    people[1].account.no_broadcasts = True
    people[2].account.blocked_at = NOW
    event = make_event(db)
    seats.sign_up(db, people[0], event.id, NOW)
    db.flush()

    for audience, reached in (
        (ALL, 3),
        (BroadcastAudience(AudienceKind.POSTS, ("teacher", "librarian")), 3),
        (BroadcastAudience(AudienceKind.STATUSES, ("leader",)), 3),
        (BroadcastAudience(AudienceKind.ORGANIZATION, (str(school.id),)), 3),
        (BroadcastAudience(AudienceKind.EVENT, (str(event.id),)), 1),
    ):
        assert receivers.reach(db, audience, author.account.id, NOW).people == reached

    sent = broadcasts.send(db, author, "Новый журнал", ALL, NOW)
    number = sent.broadcast.id
    for _ in range(2):
        broadcasts.run_broadcasts(db, NOW)
    assert broadcasts.report(db, author, number, NOW).counts == broadcasts.BroadcastCounts(5, 0, 1, 0, 0, 0, 1, 3)

    broadcasts.pause(db, author, number, NOW)
    waiting = select(OutboxMessage).where(OutboxMessage.state == OutboxState.NEW)
    assert set(db.scalars(waiting.with_only_columns(OutboxMessage.not_before))) == {broadcasts.NEVER}
    notice = broadcasts.BroadcastSent(number)
    assert broadcasts.load_broadcast(db, people[3].account, notice, NOW) == Postponed(broadcasts.NEVER)
    later = NOW + timedelta(days=9)
    broadcasts.resume(db, author, number, later)
    read = broadcasts.load_broadcast(db, people[3].account, notice, later)
    assert isinstance(read, broadcasts.BroadcastRead)
    night = later.replace(hour=18)
    assert isinstance(broadcasts.load_broadcast(db, people[3].account, notice, night), Postponed)

    broadcasts.stop(db, author, number, night)
    assert broadcasts.load_broadcast(db, people[3].account, notice, later) is None
    assert broadcasts.reports_page(db, author, 1, night).items[0].counts == broadcasts.BroadcastCounts(
        5, 0, 1, 0, 0, 0, 4, 0
    )
    assert len(broadcasts.broadcasts_to_report(db)) == 1


async def test_a_broadcast_runs_through_its_life(postgres_with_tables: str) -> None:
    database = Database(postgres_with_tables)
    await database.run(run_a_broadcast_through_its_life)
    await database.close()


def test_a_repeated_batch_enqueues_no_message_twice(db: Session) -> None:
    make_network(db)
    author = make_actor(db, make_teacher(db, "Лугова Татьяна Сергеевна", role=Role.METHODIST))
    for number in range(5):
        make_actor(db, make_teacher(db, f"Участник{number} Анна"))
    broadcast = broadcasts.send(db, author, "Новый журнал", ALL, NOW).broadcast
    totals = []
    for _ in range(5):
        for row in db.scalars(select(OutboxMessage).where(OutboxMessage.state == OutboxState.NEW)):
            row.state = OutboxState.SENT
        broadcast.reached_id = max(0, broadcast.reached_id - 1)
        broadcasts.run_broadcasts(db, NOW, batch_size=2)
        totals.append(len(db.scalars(select(OutboxMessage.id)).all()))
    assert totals[-1] == 5
    assert totals == sorted(totals)
    keys = set(db.scalars(select(OutboxMessage.key)))
    assert keys == {f"broadcast:{broadcast.id}:{account}" for account in db.scalars(select(Account.id))} - {
        f"broadcast:{broadcast.id}:{author.account.id}"
    }
