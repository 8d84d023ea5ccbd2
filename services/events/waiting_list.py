"""The waiting list: whose turn it is, how long a freed seat is held, and that it always moves on."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from models import Account, Event, EventState, Network, Registration, RegistrationState
from services.network import network
from services.notices import Notice, NoticeKind, notify_teacher
from services.quiet_hours import active_time_between, add_active_time, after_quiet_hours, earliest_delivery_time
from services.refusals import NotFound

LONGEST_HOLD = timedelta(hours=12)
SHORTEST_HOLD = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class SeatOffer:
    """A freed seat held for one person until `registration.offer_expires_at`."""

    event: Event
    registration: Registration


def lock_event(db: Session, event_id: int) -> Event:
    """The event, read anew and locked until the transaction ends; every change of its seats begins here.

    On SQLite the transaction itself is the lock. Several events are locked in the order of their ids. Raises NotFound.
    """
    statement = select(Event).where(Event.id == event_id).with_for_update(of=Event)
    event = db.scalar(statement.execution_options(populate_existing=True))
    if event is None:
        raise NotFound()
    return event


def take_seat(db: Session, event: Event) -> bool:
    """Count one seat more if one is free: test and change are one statement."""
    free = or_(Event.capacity.is_(None), Event.taken < Event.capacity)
    return _count(db, event, update(Event).where(Event.id == event.id, free).values(taken=Event.taken + 1))


def free_seat(db: Session, event: Event) -> None:
    _count(db, event, update(Event).where(Event.id == event.id).values(taken=Event.taken - 1))


def _count(db: Session, event: Event, statement: Any) -> bool:
    taken = db.scalar(statement.returning(Event.taken).execution_options(synchronize_session=False))
    if taken is None:
        return False
    set_committed_value(event, "taken", taken)
    return True


def place_in_list(db: Session, registration: Registration) -> int | None:
    """The person's number in the waiting list, from 1; None when not waiting."""
    if registration.state is not RegistrationState.WAITLISTED:
        return None
    ahead = select(func.count()).where(_waits_ahead_of(registration))
    return (db.scalar(ahead) or 0) + 1


def waiting_count(db: Session, event_id: int) -> int:
    return db.scalar(select(func.count()).select_from(Registration).where(_waits_for(event_id))) or 0


def next_queue_time(db: Session, event: Event, now: datetime) -> datetime:
    """When somebody joining now joined: never before those who already wait, so the list keeps its order."""
    last = db.scalar(select(func.max(Registration.queued_at)).where(_waits_for(event.id)))
    return max(last, now) if last else now


def hold_until(network: Network, event: Event, now: datetime) -> datetime:
    """Until when (UTC) a seat freed at `now` is held for the person it is offered to.

    Only hours that are not quiet count, from the moment the offer can be heard: 12 of them, but no more than half of
    those left to the start, so that the next in the list has a chance too; at least 15 minutes; never beyond the
    start. The deadline of sign-up does not shorten it: those on the list came before it. When the event begins before
    quiet hours end, the offer is said at once and stands until the start.
    """
    heard = earliest_delivery_time(network, now, event.starts_at)
    half = active_time_between(network, heard, event.starts_at) / 2
    span = min(LONGEST_HOLD, max(half, SHORTEST_HOLD))
    return min(add_active_time(network, heard, span), event.starts_at)


def offer_free_seats(db: Session, event: Event, now: datetime) -> list[Registration]:
    """Offer every free seat of a locked event to whoever waits longest of those a chat reaches; who has blocked the bot
    is passed by and holds nobody up. What nobody reachable waits for stays free. Nothing is offered after the start.
    """
    offered: list[Registration] = []
    if event.state is not EventState.PUBLISHED or now >= event.starts_at or event.seats_left == 0:
        return offered
    while (registration := _first_reachable(db, event.id)) is not None and take_seat(db, event):
        passed_by = update(Registration).where(_waits_ahead_of(registration)).values(passed_by_at=now)
        db.execute(passed_by.execution_options(synchronize_session=False))
        rules = network(db)
        registration.offered_at = now
        registration.state = RegistrationState.OFFERED
        registration.offer_expires_at = hold_until(rules, event, now)
        db.flush()
        notice = Notice(
            NoticeKind.SEAT_OFFERED,
            f"seat-offered:{registration.id}",
            {"registration": registration.id},
            not_before=earliest_delivery_time(rules, now, event.starts_at),
            expires_at=registration.offer_expires_at,
        )
        notify_teacher(db, registration.teacher_id, notice, now)
        offered.append(registration)
    return offered


def expire_offers(db: Session, now: datetime) -> None:
    """End the offers nobody answered and pass their seats on; a tick.

    Also offers seats that became free in any other way (a capacity raised, say) while people wait.
    """
    ended = and_(
        Registration.state == RegistrationState.OFFERED,
        or_(Registration.offer_expires_at <= now, Event.starts_at <= now),
    )
    for event_id in db.scalars(_events_where(or_(ended, _unoffered(now)))).all():
        event = lock_event(db, event_id)
        _end_unanswered(db, event, now)
        offer_free_seats(db, event, now)


def mark_reachable(db: Session, account: Account, now: datetime) -> None:
    """The account is reached again: what stayed free while its person waited unreachable is offered at once."""
    if account.blocked_at is None:
        return
    account.blocked_at = None
    db.flush()
    waits = and_(_unoffered(now), Registration.teacher_id == account.teacher_id)
    for event_id in db.scalars(_events_where(waits)).all():
        offer_free_seats(db, lock_event(db, event_id), now)


def _unoffered(now: datetime) -> ColumnElement[bool]:
    """Somebody who could be offered a free seat waits."""
    free = or_(Event.capacity.is_(None), Event.taken < Event.capacity)
    return and_(Registration.state == RegistrationState.WAITLISTED, _REACHABLE, Event.starts_at > now, free)


def _events_where(condition: ColumnElement[bool]) -> Select[int]:
    """Public events some sign-up of which is so, in the order in which they are locked."""
    joined = select(Event.id).join(Registration, Registration.event_id == Event.id)
    return joined.where(Event.state == EventState.PUBLISHED, condition).distinct().order_by(Event.id)


def _end_unanswered(db: Session, event: Event, now: datetime) -> None:
    statement = select(Registration).where(
        Registration.event_id == event.id, Registration.state == RegistrationState.OFFERED
    )
    for registration in db.scalars(statement.execution_options(populate_existing=True)).unique():
        until = registration.offer_expires_at
        if now < event.starts_at and until is not None and now < until:
            continue
        registration.state = RegistrationState.EXPIRED
        registration.ended_at = now
        free_seat(db, event)
        if now < event.starts_at:
            notice = Notice(
                NoticeKind.OFFER_ENDED,
                f"offer-ended:{registration.id}",
                {"registration": registration.id},
                not_before=after_quiet_hours(network(db), now),
                expires_at=event.starts_at,
            )
            notify_teacher(db, registration.teacher_id, notice, now)
    db.flush()


def offered_seat(db: Session, account: Account, payload: dict[str, Any], now: datetime) -> SeatOffer | None:
    """The offer a notice speaks of; None when it was answered, has run out or the event does not take place."""
    return _offer(db, account, payload, RegistrationState.OFFERED)


def ended_offer(db: Session, account: Account, payload: dict[str, Any], now: datetime) -> SeatOffer | None:
    """The offer that ran out; None when the person has come back since or the event does not take place."""
    offer = _offer(db, account, payload, RegistrationState.EXPIRED)
    if offer is None or active_registration(db, offer.event.id, offer.registration.teacher_id) is not None:
        return None
    return offer


def _offer(db: Session, account: Account, payload: dict[str, Any], state: RegistrationState) -> SeatOffer | None:
    registration = db.get(Registration, payload["registration"])
    if registration is None or registration.state is not state or registration.teacher_id != account.teacher_id:
        return None
    event = db.get_one(Event, registration.event_id)
    return SeatOffer(event, registration) if event.state is EventState.PUBLISHED else None


def active_registration(db: Session, event_id: int, teacher_id: int) -> Registration | None:
    """The person's seat, offer or place in the list."""
    active = (RegistrationState.CONFIRMED, RegistrationState.WAITLISTED, RegistrationState.OFFERED)
    statement = select(Registration).where(
        Registration.event_id == event_id, Registration.teacher_id == teacher_id, Registration.state.in_(active)
    )
    return db.scalar(statement.execution_options(populate_existing=True))


_REACHABLE = (
    select(Account.id).where(Account.teacher_id == Registration.teacher_id, Account.blocked_at.is_(None)).exists()
)
"""Some chat reaches the person."""


def _first_reachable(db: Session, event_id: int) -> Registration | None:
    waiting = select(Registration).where(_waits_for(event_id), _REACHABLE)
    statement = waiting.order_by(Registration.queued_at, Registration.id).limit(1)
    return db.scalars(statement.execution_options(populate_existing=True)).unique().first()


def _waits_for(event_id: int) -> ColumnElement[bool]:
    return and_(Registration.event_id == event_id, Registration.state == RegistrationState.WAITLISTED)


def _waits_ahead_of(registration: Registration) -> ColumnElement[bool]:
    earlier = or_(
        Registration.queued_at < registration.queued_at,
        and_(Registration.queued_at == registration.queued_at, Registration.id < registration.id),
    )
    return and_(_waits_for(registration.event_id), earlier)
