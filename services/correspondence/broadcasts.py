"""Broadcasts of the staff: previewed with a count, sent a batch at a time, paused, resumed, stopped, counted truly."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from models import Account, AudienceKind, Broadcast, BroadcastState, OutboxMessage, OutboxState, Teacher
from services.actors import Actor, actor_of
from services.correspondence import receivers
from services.correspondence.receivers import Audience, Named, Reach, belongs
from services.lengths import TextLimit, check
from services.network import network
from services.notices import BLOCKED, Postponed, enqueue_broadcast
from services.paging import Page, page_bounds
from services.quiet_hours import after_quiet_hours, is_quiet
from services.refusals import NotFound, Refusal

TEXT_LIMIT = TextLimit("broadcast-bad-text", 2, 2000)
BATCH = 600
"""Twice what can be sent between two ticks: the sender never runs dry, and no transaction grows with the network."""
LIFE = timedelta(days=3)
NEVER = datetime(9999, 1, 1, tzinfo=UTC)
PAGE_SIZE = 6
OPEN = (BroadcastState.RUNNING, BroadcastState.PAUSED)
REFUSED, STOPPED = "receiver wants none", "stopped"


class NobodyToTell(Refusal):
    """The audience has nobody who could be written to."""

    key = "broadcast-nobody"


class BroadcastGone(Refusal):
    """What the button speaks of was sent, dropped or written anew since."""

    key = "broadcast-gone"


class NotYourBroadcast(Refusal):
    """Only its author and admins hold up a broadcast."""

    key = "broadcast-not-yours"


@dataclass(frozen=True, slots=True)
class Preview:
    """A broadcast before it is sent; `later`: when it begins, if not at once."""

    text: str
    to: Named
    reach: Reach
    author: Teacher | None
    tz: ZoneInfo
    later: datetime | None


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of a broadcast. They add up to `people`; `skipped`: wanted none, have left, or it was stopped."""

    people: int
    delivered: int
    blocked: int
    expired: int
    unclear: int
    failed: int
    skipped: int
    left: int


@dataclass(frozen=True, slots=True)
class Report:
    """A broadcast as the staff sees it; `later`: the end of the quiet hours it waits for."""

    broadcast: Broadcast
    to: Named
    counts: Counts
    author: Teacher | None
    may_steer: bool
    tz: ZoneInfo
    later: datetime | None


@dataclass(frozen=True, slots=True)
class BroadcastRead:
    """A broadcast as one receiver gets it; `event`: the event whose participants are written to."""

    text: str
    author: Teacher | None
    event: int | None


def preview(db: Session, actor: Actor, text: str, audience: Audience, now: datetime) -> Preview:
    """What would be sent to how many. Raises TextLength, NotFound."""
    actor.require_staff()
    reach = receivers.reach(db, audience, actor.account.id, now)
    text = check(text, TEXT_LIMIT)
    return Preview(text, receivers.named(db, audience), reach, actor.teacher, network(db).tz, _later(db, now))


def send(db: Session, actor: Actor, text: str, audience: Audience, now: datetime) -> Report:
    """Begin a broadcast; its messages leave with the next ticks. Raises NobodyToTell and what `preview` raises."""
    draft = preview(db, actor, text, audience, now)
    if not draft.reach.people:
        raise NobodyToTell()
    to_whom = belongs(db, audience, actor.account.id, now)
    last_id, people = db.execute(select(func.max(Account.id), func.count()).where(to_whom)).one()
    broadcast = Broadcast(
        author_id=actor.account.id,
        text=draft.text,
        audience=audience.kind,
        chosen=list(audience.chosen),
        state=BroadcastState.RUNNING,
        people=people,
        last_id=last_id,
        written_at=now,
        expires_at=_useful_until(db, now),
    )
    db.add(broadcast)
    db.flush()
    return _report(db, actor, broadcast, now)


def show(db: Session, actor: Actor, broadcast_id: int, now: datetime) -> Report:
    """Raises StaffOnly, NotFound."""
    actor.require_staff()
    found = db.get(Broadcast, broadcast_id)
    if found is None:
        raise NotFound()
    return _report(db, actor, found, now)


def reports_page(db: Session, actor: Actor, number: int, now: datetime) -> Page[Report]:
    """Return the network's broadcasts, the newest first."""
    actor.require_staff()
    total = db.scalar(select(func.count()).select_from(Broadcast)) or 0
    bounds = page_bounds(total, number, PAGE_SIZE)
    statement = select(Broadcast).order_by(Broadcast.id.desc()).offset(bounds.offset).limit(bounds.limit)
    return bounds.page(_report(db, actor, broadcast, now) for broadcast in db.scalars(statement).all())


def pause(db: Session, actor: Actor, broadcast_id: int, now: datetime) -> Report:
    """Nothing more leaves until it is resumed. Raises StaffOnly, NotFound, NotYourBroadcast."""
    broadcast = _own(db, actor, broadcast_id)
    if broadcast.state is BroadcastState.RUNNING:
        broadcast.state = BroadcastState.PAUSED
        _hold(db, broadcast, NEVER)
    return _report(db, actor, broadcast, now)


def resume(db: Session, actor: Actor, broadcast_id: int, now: datetime) -> Report:
    """Go on where it was paused. Raises StaffOnly, NotFound, NotYourBroadcast."""
    broadcast = _own(db, actor, broadcast_id)
    if broadcast.state is BroadcastState.PAUSED:
        broadcast.state = BroadcastState.RUNNING
        broadcast.expires_at = _useful_until(db, now)
        _change_waiting(db, broadcast, not_before=now, expires_at=broadcast.expires_at)
    return _report(db, actor, broadcast, now)


def about_to_stop(db: Session, actor: Actor, broadcast_id: int, now: datetime) -> Report:
    """The numbers for the question; its message shows no progress meanwhile. Raises as `stop` does."""
    broadcast = _own(db, actor, broadcast_id)
    if broadcast.state in OPEN and broadcast.author_id == actor.account.id:
        broadcast.message_id = None
    return _report(db, actor, broadcast, now)


def stop(db: Session, actor: Actor, broadcast_id: int, now: datetime) -> Report:
    """End it here: what waits is never sent. Raises StaffOnly, NotFound, NotYourBroadcast."""
    broadcast = _own(db, actor, broadcast_id)
    if broadcast.state in OPEN:
        _stop(db, broadcast, now)
    return _report(db, actor, broadcast, now)


def receive(db: Session, actor: Actor, wanted: bool) -> None:
    """Whether a person wants broadcasts; holds for every account of theirs. Raises ProfileNeeded, ConsentNeeded."""
    teacher = actor.require_teacher()
    for account in db.scalars(select(Account).where(Account.teacher_id == teacher.id)).unique():
        account.no_broadcasts = not wanted
    db.flush()


def forget_author(db: Session, account_id: int, now: datetime) -> None:
    """The author's words go with the author; what has not been sent is stopped."""
    for broadcast in db.scalars(select(Broadcast).where(Broadcast.author_id == account_id)).all():
        if broadcast.state in OPEN:
            _stop(db, broadcast, now)
        broadcast.text = ""


def run_broadcasts(db: Session, now: datetime) -> None:
    """Owe the next batch of every running broadcast, end those that are through; a tick."""
    statement = select(Broadcast).where(Broadcast.state == BroadcastState.RUNNING).order_by(Broadcast.id)
    for broadcast in db.scalars(statement.with_for_update()).all():
        counted = _by_state(db, broadcast)
        waiting = counted.get(OutboxState.NEW, 0) + counted.get(OutboxState.SENDING, 0)
        if broadcast.reached_id < broadcast.last_id and waiting < BATCH and not is_quiet(network(db), now):
            waiting += _enqueue_batch(db, broadcast, now)
        if broadcast.reached_id >= broadcast.last_id and not waiting:
            broadcast.state, broadcast.ended_at = BroadcastState.DONE, now
            broadcast.people = sum(_by_state(db, broadcast).values())


def broadcasts_to_report(db: Session) -> list[Broadcast]:
    """Broadcasts whose author waits for news of them."""
    return list(db.scalars(select(Broadcast).where(Broadcast.told_at.is_(None)).order_by(Broadcast.id)))


def author_report(db: Session, broadcast: Broadcast, now: datetime) -> tuple[Account, Report | None]:
    """The author's account and what it may see; None when the author has left the staff."""
    account = db.get_one(Account, broadcast.author_id)
    actor = actor_of(db, account)
    return account, _report(db, actor, broadcast, now) if actor.is_staff else None


def load_broadcast(
    db: Session, account: Account, payload: dict[str, Any], now: datetime
) -> BroadcastRead | Postponed | None:
    """The text for somebody who is still meant and wants it, now or later."""
    broadcast = db.get(Broadcast, payload["broadcast"])
    if broadcast is None or broadcast.state is BroadcastState.STOPPED or account.no_broadcasts:
        return None
    until = NEVER if broadcast.state is BroadcastState.PAUSED else after_quiet_hours(network(db), now)
    if until > now:
        _hold(db, broadcast, until)
        return Postponed(until)
    audience = _audience(broadcast)
    meant = select(Account.id).where(Account.id == account.id, belongs(db, audience, broadcast.author_id, now))
    if db.scalar(meant) is None:
        return None
    author = db.get_one(Account, broadcast.author_id).teacher
    event = int(audience.chosen[0]) if audience.kind is AudienceKind.EVENT else None
    return BroadcastRead(broadcast.text, author, event)


def _own(db: Session, actor: Actor, broadcast_id: int) -> Broadcast:
    actor.require_staff()
    found = db.get(Broadcast, broadcast_id, with_for_update=True)
    if found is None:
        raise NotFound()
    if not _may_steer(actor, found):
        raise NotYourBroadcast(broadcast=broadcast_id)
    return found


def _may_steer(actor: Actor, broadcast: Broadcast) -> bool:
    return actor.is_admin or broadcast.author_id == actor.account.id


def _audience(broadcast: Broadcast) -> Audience:
    return Audience(broadcast.audience, tuple(broadcast.chosen))


def _later(db: Session, now: datetime) -> datetime | None:
    morning = after_quiet_hours(network(db), now)
    return morning if morning > now else None


def _useful_until(db: Session, now: datetime) -> datetime:
    return after_quiet_hours(network(db), now) + LIFE


def _report(db: Session, actor: Actor, broadcast: Broadcast, now: datetime) -> Report:
    db.flush()
    return Report(
        broadcast,
        receivers.named(db, _audience(broadcast)),
        _counts(db, broadcast),
        db.get_one(Account, broadcast.author_id).teacher,
        _may_steer(actor, broadcast),
        network(db).tz,
        _later(db, now) if broadcast.state is BroadcastState.RUNNING else None,
    )


def _counts(db: Session, broadcast: Broadcast) -> Counts:
    found = _by_state(db, broadcast)
    blocked = db.scalar(
        select(func.count()).where(
            OutboxMessage.broadcast_id == broadcast.id,
            OutboxMessage.state == OutboxState.DROPPED,
            OutboxMessage.error.startswith(BLOCKED),
        )
    )
    owed = sum(found.values())
    people = max(broadcast.people, owed)
    skipped = found.get(OutboxState.DROPPED, 0) - (blocked or 0)
    left = found.get(OutboxState.NEW, 0) + found.get(OutboxState.SENDING, 0)
    if broadcast.state in OPEN:
        left += people - owed
    else:
        skipped += people - owed
    return Counts(
        people,
        found.get(OutboxState.SENT, 0),
        blocked or 0,
        found.get(OutboxState.EXPIRED, 0),
        found.get(OutboxState.UNCLEAR, 0),
        found.get(OutboxState.FAILED, 0),
        skipped,
        left,
    )


def _by_state(db: Session, broadcast: Broadcast) -> dict[OutboxState, int]:
    statement = (
        select(OutboxMessage.state, func.count())
        .where(OutboxMessage.broadcast_id == broadcast.id)
        .group_by(OutboxMessage.state)
    )
    return {row[0]: row[1] for row in db.execute(statement)}


def _enqueue_batch(db: Session, broadcast: Broadcast, now: datetime) -> int:
    """How many more messages wait."""
    statement = (
        select(Account.id, Account.blocked_at, Account.no_broadcasts)
        .where(
            belongs(db, _audience(broadcast), broadcast.author_id, now),
            Account.id > broadcast.reached_id,
            Account.id <= broadcast.last_id,
        )
        .order_by(Account.id)
        .limit(BATCH)
    )
    batch = {
        account_id: BLOCKED if blocked_at else REFUSED if no_broadcasts else ""
        for account_id, blocked_at, no_broadcasts in db.execute(statement)
    }
    enqueue_broadcast(db, broadcast, batch, now)
    broadcast.reached_id = max(batch) if len(batch) == BATCH else broadcast.last_id
    return sum(not reason for reason in batch.values())


def _stop(db: Session, broadcast: Broadcast, now: datetime) -> None:
    """A message whose first try stayed unclear may have arrived: it stays unclear."""
    broadcast.state, broadcast.ended_at = BroadcastState.STOPPED, now
    unclear = _waiting(broadcast).where(OutboxMessage.unclear_attempts > 0)
    db.execute(unclear.values(state=OutboxState.UNCLEAR, error=STOPPED))
    db.execute(_waiting(broadcast).values(state=OutboxState.DROPPED, error=STOPPED))


def _hold(db: Session, broadcast: Broadcast, until: datetime) -> None:
    db.execute(_waiting(broadcast).where(OutboxMessage.not_before < until).values(not_before=until))


def _change_waiting(db: Session, broadcast: Broadcast, **values: datetime) -> None:
    db.execute(_waiting(broadcast).values(**values))


def _waiting(broadcast: Broadcast) -> Any:
    return (
        update(OutboxMessage)
        .where(OutboxMessage.broadcast_id == broadcast.id, OutboxMessage.state == OutboxState.NEW)
        .execution_options(synchronize_session=False)
    )
