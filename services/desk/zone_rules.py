"""Rules of time zones that have changed, by an update of tzdata: instants are derived anew, organizers are notified."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfoNotFoundError

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, lazyload, selectinload

from models import Account, Event, EventState
from services.actors import actor_of, staff_accounts
from services.desk.events import may_change
from services.desk.organizers import organizers
from services.network import network
from services.notices import Notice, Window, notify
from services.quiet_hours import earliest_delivery_time

LARGEST_SHIFT = timedelta(days=1)
"""No rules move an instant further; a zone that changes its side of the date line skips a day."""


@dataclass(frozen=True, slots=True)
class ZoneRulesChanged(Notice):
    """Instants of published `events` of the receiver were derived anew at `found_at`."""

    found_at: datetime
    events: tuple[int, ...]

    @property
    def key(self) -> str:
        return f"zone-rules:{self.found_at:%Y%m%d%H%M%S}"


@dataclass(frozen=True, slots=True)
class DerivedAnew:
    """Result of deriving anew: the number of events whose instants have changed, and their zones.

    `unknown`: zones that this machine's rules do not have; their events keep their instants.
    """

    events: int
    zones: tuple[str, ...]
    unknown: tuple[str, ...] = ()


_NOT_OVER = (
    select(Event)
    .options(lazyload("*"), selectinload(Event.meetings))
    .where(
        Event.ends_at > bindparam("since"),
        Event.state != EventState.CANCELLED,
        Event.attendance_closed_at.is_(None),
    )
    .order_by(Event.id)
    .with_for_update()
)


def derive_anew(db: Session, now: datetime) -> DerivedAnew:
    """Derive the instants of events that are not over by the present rules of their zones, and notify organizers.

    Wall times, versions and what was awarded stay as they are; reminders follow the new instants. Participants are
    not notified: their times by the clock on the wall are the same.
    """
    changed: list[Event] = []
    unknown: set[str] = set()
    for event in db.scalars(_NOT_OVER, {"since": now - LARGEST_SHIFT}):
        try:
            if event.derive_instants():
                changed.append(event)
        except ZoneInfoNotFoundError:  # one event must not keep the bot from starting
            unknown.add(event.zone)
    _notify(db, [event for event in changed if event.state is EventState.PUBLISHED], now)
    return DerivedAnew(len(changed), tuple(sorted({event.zone for event in changed})), tuple(sorted(unknown)))


def _notify(db: Session, events: list[Event], now: datetime) -> None:
    """Notify the organizers of each event, or the admins of one that has none."""
    concerned: dict[int, list[Event]] = defaultdict(list)
    accounts: dict[int, Account] = {}
    for event in events:
        for account in organizers(db, event) or staff_accounts(db, admins_only=True):
            accounts[account.id] = account
            concerned[account.id].append(event)
    for account_id, own in concerned.items():
        first = min(event.starts_at for event in own)
        notice = ZoneRulesChanged(now, tuple(event.id for event in own))
        notify(db, accounts[account_id], notice, now, Window(earliest_delivery_time(network(db), now, first)))


def load_change(db: Session, account: Account, notice: ZoneRulesChanged, _now: datetime) -> list[Event] | None:
    """Return the events by their start; None if the receiver is in charge of none of them any more."""
    actor = actor_of(db, account)
    found = db.scalars(select(Event).where(Event.id.in_(notice.events)).order_by(Event.starts_at, Event.id)).unique()
    events = [event for event in found if event.state is EventState.PUBLISHED and may_change(actor, event)]
    return events or None
