"""An answer in flight from the transaction of its press on, without a claim of its own."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import and_, bindparam, case, exists, insert, literal, or_
from sqlalchemy.orm import Session

from bot.outbox.delivery import Delivery, DueMessage, Ready, decide
from bot.outbox.rows import ANSWER, Answer, PlacedScreen, answer_rows, enqueue_rows, placed_screens
from models import Account, Lane, OutboxMessage, OutboxState
from models.base import table_of
from services.queues import note_queued

_outbox = table_of(OutboxMessage)
_other = _outbox.alias()
_OLDER_WAITS = exists().where(
    _other.c.account_id == bindparam("account_id"),
    or_(
        _other.c.state == OutboxState.SENDING,
        and_(
            _other.c.state == OutboxState.NEW,
            _other.c.lane == Lane.ANSWER,
            _other.c.not_before <= bindparam("not_before"),
        ),
    ),
)
_NEW, _SENDING = (literal(state, _outbox.c.state.type) for state in (OutboxState.NEW, OutboxState.SENDING))
_GIVEN = "key", "account_id", "lane", "kind", "payload", "not_before", "created_at", "owner", "lease_until"
_BEGIN = (
    insert(_outbox)
    .values({name: bindparam(name) for name in _GIVEN})
    .values(state=case((_OLDER_WAITS, _NEW), else_=_SENDING), attempts=case((_OLDER_WAITS, 0), else_=1))
    .returning(_outbox.c.id, _outbox.c.state)
)


@dataclass(frozen=True, slots=True)
class Place:
    """A place in flight that is kept for the answer of a press.

    `owner`: the process that sends. `lease_until`: on the machine's clock. To `unavailable` accounts nothing may be
    sent at this moment.
    """

    owner: str
    lease_until: datetime
    unavailable: frozenset[int]


def enqueue_in_flight(db: Session, answer: Answer, account: Account, place: Place, now: datetime) -> Delivery | None:
    """Enqueue an answer; return its first message if it is to be sent now, since nothing older waits in the chat."""
    screens = placed_screens(answer)
    rows = answer_rows(answer, screens, now)
    delivery = _at_once(screens[0], account, place, now) if screens else None
    if delivery is None:
        enqueue_rows(db, rows)
        return None
    db.flush()
    values = {**rows[0], "owner": place.owner, "lease_until": place.lease_until}
    row_id, state = db.connection().execute(_BEGIN, values).one()
    enqueue_rows(db, rows[1:])
    if state is not OutboxState.SENDING:
        note_queued(db, Lane.ANSWER)
        return None
    return replace(delivery, row_id=row_id)


def _at_once(screen: PlacedScreen, account: Account, place: Place, now: datetime) -> Delivery | None:
    """Return the message if it can be sent without another look into the database."""
    if screen.screen.file is not None or account.id in place.unavailable:
        return None
    message = DueMessage(
        id=0,
        account_id=account.id,
        lane=Lane.ANSWER,
        kind=ANSWER,
        payload={},
        expires_at=None,
        chat_id=account.external_id,
        blocked_at=account.blocked_at,
        live=account.live_message_id,
        newest_order=account.newest_message_order,
    )
    decision = decide(message, screen, now)
    return decision.delivery if isinstance(decision, Ready) else None
