"""Broadcasts of the staff: previewed, sent in batches, paused, resumed, stopped and counted."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from models import Account, AudienceKind, Broadcast, BroadcastState, OutboxMessage, OutboxState, Teacher
from models.base import insert
from services.actors import Actor, actor_of
from services.correspondence import receivers
from services.correspondence.receivers import BroadcastAudience, NamedAudience, Reach, in_audience
from services.lengths import TextLimit, check
from services.network import network
from services.notices import BLOCKED, Notice, Postponed, Window, outbox_values
from services.paging import Page, page_bounds
from services.quiet_hours import after_quiet_hours, is_quiet
from services.refusals import NotFound, Refusal
from services.reminder_rules import reminds_participants

TEXT_LIMIT = TextLimit("broadcast-bad-text", 2, 2000)
BATCH_SIZE = 600
"""Twice what can be sent between two ticks, so that the sender never runs dry; it bounds the transaction."""
LIFETIME = timedelta(days=3)
NEVER = datetime(9999, 1, 1, tzinfo=UTC)
PAGE_SIZE = 6
OPEN_STATES = (BroadcastState.RUNNING, BroadcastState.PAUSED)
REFUSED, STOPPED = "receiver wants none", "stopped"
"""Values of `error` for dropped messages."""


class NobodyToTell(Refusal):
    """The audience has no reachable account."""

    key = "broadcast-nobody"


class BroadcastGone(Refusal):
    """The broadcast of the button was sent, dropped or rewritten since."""

    key = "broadcast-gone"


class NotYourBroadcast(Refusal):
    """Only the author and admins control a broadcast."""

    key = "broadcast-not-yours"


@dataclass(frozen=True, slots=True)
class BroadcastSent(Notice):
    NAME: ClassVar[str] = "broadcast"
    broadcast: int


@dataclass(frozen=True, slots=True)
class BroadcastPreview:
    """A broadcast before it is sent; `later` is set if it waits for the end of quiet hours."""

    text: str
    to: NamedAudience
    reach: Reach
    author: Teacher | None
    tz: ZoneInfo
    later: datetime | None


@dataclass(frozen=True, slots=True)
class BroadcastCounts:
    """Results by receiver, adding up to `people`.

    `skipped` refused broadcasts, left the audience, or were cut off by a stop.
    """

    people: int
    delivered: int
    blocked: int
    expired: int
    unclear: int
    failed: int
    skipped: int
    left: int


@dataclass(frozen=True, slots=True)
class BroadcastReport:
    """A broadcast as the staff sees it; `later` is set if it waits for the end of quiet hours."""

    broadcast: Broadcast
    to: NamedAudience
    counts: BroadcastCounts
    author: Teacher | None
    may_control: bool
    tz: ZoneInfo
    later: datetime | None


@dataclass(frozen=True, slots=True)
class BroadcastRead:
    """A broadcast as one receiver gets it; `event` is the id of the event whose participants it is for."""

    text: str
    author: Teacher | None
    event: int | None


def preview(db: Session, actor: Actor, text: str, audience: BroadcastAudience, now: datetime) -> BroadcastPreview:
    """Return the text with its audience and reach. Raises TextLength."""
    actor.require_staff()
    reach = receivers.reach(db, audience, actor.account.id, now)
    text = check(text, TEXT_LIMIT)
    return BroadcastPreview(
        text, receivers.name_audience(db, audience), reach, actor.teacher, network(db).tz, _later(db, now)
    )


def send(db: Session, actor: Actor, text: str, audience: BroadcastAudience, now: datetime) -> BroadcastReport:
    """Start a broadcast; its messages are enqueued by the next ticks."""
    draft = preview(db, actor, text, audience, now)
    if not draft.reach.people:
        raise NobodyToTell()
    receivers_of = in_audience(db, audience, actor.account.id, now)
    last_id, people = db.execute(select(func.max(Account.id), func.count()).where(receivers_of)).one()
    broadcast = Broadcast(
        author_id=actor.account.id,
        text=draft.text,
        audience=audience.kind,
        chosen=list(audience.chosen),
        state=BroadcastState.RUNNING,
        people=people,
        last_id=last_id,
        written_at=now,
        expires_at=_expiry(db, now),
    )
    db.add(broadcast)
    db.flush()
    return _report(db, actor, broadcast, now)


def report(db: Session, actor: Actor, broadcast_id: int, now: datetime) -> BroadcastReport:
    actor.require_staff()
    found = db.get(Broadcast, broadcast_id)
    if found is None:
        raise NotFound()
    return _report(db, actor, found, now)


def reports_page(db: Session, actor: Actor, number: int, now: datetime) -> Page[BroadcastReport]:
    """Return the network's broadcasts, the newest first."""
    actor.require_staff()
    total = db.scalar(select(func.count()).select_from(Broadcast)) or 0
    bounds = page_bounds(total, number, PAGE_SIZE)
    statement = select(Broadcast).order_by(Broadcast.id.desc()).offset(bounds.offset).limit(bounds.limit)
    return bounds.page(_report(db, actor, broadcast, now) for broadcast in db.scalars(statement).all())


def pause(db: Session, actor: Actor, broadcast_id: int, now: datetime) -> BroadcastReport:
    """Hold back the remaining messages until the broadcast is resumed."""
    broadcast = _controlled(db, actor, broadcast_id)
    if broadcast.state is BroadcastState.RUNNING:
        broadcast.state = BroadcastState.PAUSED
        _hold(db, broadcast, NEVER)
    return _report(db, actor, broadcast, now)


def resume(db: Session, actor: Actor, broadcast_id: int, now: datetime) -> BroadcastReport:
    """Continue a paused broadcast."""
    broadcast = _controlled(db, actor, broadcast_id)
    if broadcast.state is BroadcastState.PAUSED:
        broadcast.state = BroadcastState.RUNNING
        broadcast.expires_at = _expiry(db, now)
        db.execute(_waiting(broadcast).values(not_before=now, expires_at=broadcast.expires_at))
    return _report(db, actor, broadcast, now)


def about_to_stop(db: Session, actor: Actor, broadcast_id: int, now: datetime) -> BroadcastReport:
    """Return the numbers for the question before a stop; its message shows no progress meanwhile."""
    broadcast = _controlled(db, actor, broadcast_id)
    if broadcast.state in OPEN_STATES and broadcast.author_id == actor.account.id:
        broadcast.message_id = broadcast.message_order = None
    return _report(db, actor, broadcast, now)


def stop(db: Session, actor: Actor, broadcast_id: int, now: datetime) -> BroadcastReport:
    """End a broadcast: waiting messages are never sent."""
    broadcast = _controlled(db, actor, broadcast_id)
    if broadcast.state in OPEN_STATES:
        _stop(db, broadcast, now)
    return _report(db, actor, broadcast, now)


def set_broadcasts_wanted(db: Session, actor: Actor, wanted: bool) -> bool:
    """Turn broadcasts on or off for all accounts of the person; return whether reminders of sign-ups still come."""
    teacher = actor.require_teacher()
    for account in db.scalars(select(Account).where(Account.teacher_id == teacher.id)).unique():
        account.no_broadcasts = not wanted
    db.flush()
    return reminds_participants(network(db))


def forget_author(db: Session, account_id: int, now: datetime) -> None:
    """Erase the texts of an author and stop their open broadcasts."""
    for broadcast in db.scalars(select(Broadcast).where(Broadcast.author_id == account_id)).all():
        if broadcast.state in OPEN_STATES:
            _stop(db, broadcast, now)
        broadcast.text = ""


_RUNNING = select(Broadcast).where(Broadcast.state == BroadcastState.RUNNING).order_by(Broadcast.id).with_for_update()


def run_broadcasts(db: Session, now: datetime, batch_size: int = BATCH_SIZE) -> None:
    """Enqueue the next batch of every running broadcast and finish those that are through; runs at every tick."""
    for broadcast in db.scalars(_RUNNING).all():
        counted = _by_state(db, broadcast)
        waiting = counted.get(OutboxState.NEW, 0) + counted.get(OutboxState.SENDING, 0)
        if broadcast.reached_id < broadcast.last_id and waiting < batch_size and not is_quiet(network(db), now):
            waiting += _enqueue_batch(db, broadcast, batch_size, now)
        if broadcast.reached_id >= broadcast.last_id and not waiting:
            broadcast.state, broadcast.ended_at = BroadcastState.DONE, now
            broadcast.people = sum(_by_state(db, broadcast).values())


_TO_REPORT = select(Broadcast).where(Broadcast.told_at.is_(None)).order_by(Broadcast.id)


def broadcasts_to_report(db: Session) -> list[Broadcast]:
    """Return the broadcasts whose author has not been sent the final numbers."""
    return list(db.scalars(_TO_REPORT))


def author_report(db: Session, broadcast: Broadcast, now: datetime) -> tuple[Account, BroadcastReport | None]:
    """Return the author's account and the report; None instead of it if the author has left the staff."""
    account = db.get_one(Account, broadcast.author_id)
    actor = actor_of(db, account)
    return account, _report(db, actor, broadcast, now) if actor.is_staff else None


def load_broadcast(
    db: Session, account: Account, notice: BroadcastSent, now: datetime
) -> BroadcastRead | Postponed | None:
    """Return the broadcast for a receiver who still belongs to its audience; Postponed while it is paused or quiet."""
    broadcast = db.get(Broadcast, notice.broadcast)
    if broadcast is None or broadcast.state is BroadcastState.STOPPED or account.no_broadcasts:
        return None
    until = NEVER if broadcast.state is BroadcastState.PAUSED else after_quiet_hours(network(db), now)
    if until > now:
        _hold(db, broadcast, until)
        return Postponed(until)
    audience = _audience(broadcast)
    receiver = select(Account.id).where(Account.id == account.id, in_audience(db, audience, broadcast.author_id, now))
    if db.scalar(receiver) is None:
        return None
    author = db.get_one(Account, broadcast.author_id).teacher
    event = int(audience.chosen[0]) if audience.kind is AudienceKind.EVENT else None
    return BroadcastRead(broadcast.text, author, event)


def _controlled(db: Session, actor: Actor, broadcast_id: int) -> Broadcast:
    actor.require_staff()
    found = db.get(Broadcast, broadcast_id, with_for_update=True)
    if found is None:
        raise NotFound()
    if not _may_control(actor, found):
        raise NotYourBroadcast(broadcast=broadcast_id)
    return found


def _may_control(actor: Actor, broadcast: Broadcast) -> bool:
    return actor.is_admin or broadcast.author_id == actor.account.id


def _audience(broadcast: Broadcast) -> BroadcastAudience:
    return BroadcastAudience(broadcast.audience, tuple(broadcast.chosen))


def _later(db: Session, now: datetime) -> datetime | None:
    """Return the end of quiet hours, or None outside them."""
    quiet_end = after_quiet_hours(network(db), now)
    return quiet_end if quiet_end > now else None


def _expiry(db: Session, now: datetime) -> datetime:
    return after_quiet_hours(network(db), now) + LIFETIME


def _report(db: Session, actor: Actor, broadcast: Broadcast, now: datetime) -> BroadcastReport:
    db.flush()
    return BroadcastReport(
        broadcast,
        receivers.name_audience(db, _audience(broadcast)),
        _counts(db, broadcast),
        db.get_one(Account, broadcast.author_id).teacher,
        _may_control(actor, broadcast),
        network(db).tz,
        _later(db, now) if broadcast.state is BroadcastState.RUNNING else None,
    )


def _counts(db: Session, broadcast: Broadcast) -> BroadcastCounts:
    found = _by_state(db, broadcast)
    blocked = db.scalar(
        select(func.count()).where(
            OutboxMessage.broadcast_id == broadcast.id,
            OutboxMessage.state == OutboxState.DROPPED,
            OutboxMessage.error.startswith(BLOCKED),
        )
    )
    enqueued = sum(found.values())
    people = max(broadcast.people, enqueued)
    skipped = found.get(OutboxState.DROPPED, 0) - (blocked or 0)
    left = found.get(OutboxState.NEW, 0) + found.get(OutboxState.SENDING, 0)
    if broadcast.state in OPEN_STATES:
        left += people - enqueued
    else:
        skipped += people - enqueued
    return BroadcastCounts(
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


def _enqueue_batch(db: Session, broadcast: Broadcast, batch_size: int, now: datetime) -> int:
    """Enqueue the next batch and return the number of new waiting messages."""
    statement = (
        select(Account.id, Account.blocked_at, Account.no_broadcasts)
        .where(
            in_audience(db, _audience(broadcast), broadcast.author_id, now),
            Account.id > broadcast.reached_id,
            Account.id <= broadcast.last_id,
        )
        .order_by(Account.id)
        .limit(batch_size)
    )
    batch = {
        account_id: BLOCKED if blocked_at else REFUSED if no_broadcasts else ""
        for account_id, blocked_at, no_broadcasts in db.execute(statement)
    }
    _enqueue(db, broadcast, batch, now)
    broadcast.reached_id = max(batch) if len(batch) == batch_size else broadcast.last_id
    return sum(not reason for reason in batch.values())


def _enqueue(db: Session, broadcast: Broadcast, receivers: dict[int, str], now: datetime) -> None:
    """Enqueue a broadcast once per account id; a non-empty value is the reason why it is dropped instead of sent."""
    notice, window = BroadcastSent(broadcast.id), Window(expires_at=broadcast.expires_at)
    rows = [
        outbox_values(account_id, notice, now, window)
        | {
            "state": OutboxState.DROPPED if reason else OutboxState.NEW,
            "error": reason,
            "broadcast_id": broadcast.id,
        }
        for account_id, reason in receivers.items()
    ]
    if rows:
        db.execute(insert(db, OutboxMessage).on_conflict_do_nothing(), rows)


def _stop(db: Session, broadcast: Broadcast, now: datetime) -> None:
    """Drop waiting messages; those with an unclear try may have arrived and stay unclear."""
    broadcast.state, broadcast.ended_at = BroadcastState.STOPPED, now
    unclear = _waiting(broadcast).where(OutboxMessage.unclear_attempts > 0)
    db.execute(unclear.values(state=OutboxState.UNCLEAR, error=STOPPED))
    db.execute(_waiting(broadcast).values(state=OutboxState.DROPPED, error=STOPPED))


def _hold(db: Session, broadcast: Broadcast, until: datetime) -> None:
    db.execute(_waiting(broadcast).where(OutboxMessage.not_before < until).values(not_before=until))


def _waiting(broadcast: Broadcast) -> Any:
    """Return the update statement for the messages that are not sent yet."""
    return (
        update(OutboxMessage)
        .where(OutboxMessage.broadcast_id == broadcast.id, OutboxMessage.state == OutboxState.NEW)
        .execution_options(synchronize_session=False)
    )
