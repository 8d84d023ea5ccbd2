"""What must hold after a fault: the invariants, and the database against what Telegram says it delivered."""

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field

import sqlalchemy as sa

from bot.outbox.rows import ANSWER
from models import Account, InboxState, InboxUpdate, Lane, OutboxMessage, OutboxState
from sandbox.calls.journal import Entry
from services.notices import BLOCKED
from tests.faults.ground import SURNAME, TOKEN, Ground
from tests.faults.ledger import claims, stored
from tests.invariants import broken

SENDING = {"sendMessage", "sendDocument", "sendPhoto"}
EDITING = {"editMessageText", "editMessageReplyMarkup"}
UNSAID = {OutboxState.DROPPED, OutboxState.EXPIRED}
SUPERSEDED = ("overtaken", "message gone", BLOCKED)
"""Why an answer need not be said: a later one says it, or nobody is there to hear it."""


@dataclass
class Reckoning:
    """`lost`: what should have reached somebody and did not. `doubled`: messages that came once more, `most_copies`
    of one at worst, `doubled_notices` of them no answers. `unclear`: put aside for the admin, as the promise allows;
    `wrong`: what must never be."""

    lost: list[str] = field(default_factory=list)
    doubled: int = 0
    doubled_notices: int = 0
    most_copies: int = 1
    unclear: int = 0
    wrong: list[str] = field(default_factory=list)

    def holds(self, doubled: int = 0, notices: int | None = None, unclear: int = 0) -> "Reckoning":
        """At most so many, of `doubled` at most `notices` no answers, and never a third copy. Raises Broken."""
        why = [*self.wrong, *self.lost]
        if self.doubled > doubled:
            why.append(f"{self.doubled} doubled, at most {doubled} allowed")
        if notices is not None and self.doubled_notices > notices:
            why.append(f"{self.doubled_notices} notices doubled, at most {notices} allowed")
        if self.most_copies > 2:
            why.append(f"{self.most_copies} copies of one message")
        if self.unclear > unclear:
            why.append(f"{self.unclear} stayed unclear, at most {unclear} allowed")
        if why:
            raise Broken(self, why)
        return self


class Broken(AssertionError):
    """A promise is broken; `found` says what was lost and doubled."""

    def __init__(self, found: Reckoning, why: list[str]) -> None:
        super().__init__("; ".join(why))
        self.found = found


def reckon(ground: Ground, *, parked: int = 0, dropped: int = 0) -> Reckoning:
    """`parked`: how many updates may be put aside; `dropped`: how many the limit of one account has turned away."""
    found = Reckoning()
    with ground.db() as db:
        for invariant, event, count in broken(db, ground.now()):
            found.wrong.append(f"{invariant} is broken for {event}: {count}")
        states = {row[0]: row[1] for row in db.execute(sa.select(InboxUpdate.update_id, InboxUpdate.state))}
        rows = [(row[0], row[1]) for row in db.execute(sa.select(OutboxMessage, Account.external_id).join(Account))]
        accounts = {row[0]: row[1] for row in db.execute(sa.select(Account.external_id, Account.id))}
        claimed, known = claims(db), stored(db)
    found.lost += [f"update {number} waits" for number, state in states.items() if state is InboxState.NEW]
    unheard = sorted(ground.emitted - known)
    if len(unheard) != dropped:
        found.lost += [f"update {number} never stored" for number in unheard]
    found.wrong += [f"update {number} stored and never sent" for number in sorted(known - ground.emitted)]
    put_aside = sum(state is InboxState.PARKED for state in states.values())
    if put_aside > parked:
        found.wrong.append(f"{put_aside} updates parked")
    notices = {row.id for row, _ in rows if row.lane is Lane.NOTICE}
    _count_copies(ground, found, accounts, claimed, notices)
    _compare(ground, found, rows)
    _read_log(ground, found)
    found.wrong += ground.telegram.journal.warnings
    return found


def arrivals(ground: Ground) -> list[Entry]:
    """Every new message that reached a person."""
    entries = ground.telegram.journal.entries
    return [entry for entry in entries if entry.accepted and entry.person is not None and entry.method in SENDING]


def _count_copies(
    ground: Ground,
    found: Reckoning,
    accounts: dict[int, int],
    claimed: dict[int, list[tuple[float, int]]],
    notices: set[int],
) -> None:
    """One chat has one message on its way at a time, so what arrives is what was claimed last before. Notices are
    never forgotten by the database."""
    copies: Counter[int] = Counter()
    for entry in arrivals(ground):
        line = claimed.get(accounts.get(entry.person or 0, 0), [])
        place = bisect_right(line, entry.at, key=lambda claim: claim[0])
        if place:
            copies[line[place - 1][1]] += 1
        else:
            found.wrong.append(f"{entry.method} {entry.number} was never owed")
    found.doubled = sum(count - 1 for count in copies.values())
    found.doubled_notices = sum(count - 1 for row, count in copies.items() if row in notices)
    found.most_copies = max(copies.values(), default=1)


def _compare(ground: Ground, found: Reckoning, rows: list[tuple[OutboxMessage, int]]) -> None:
    now = ground.now()
    arrived = {(entry.person, entry.result["message_id"]) for entry in arrivals(ground)}
    edited = {
        (entry.person, int(entry.params.get("message_id", 0)))
        for entry in ground.telegram.journal.entries
        if entry.method in EDITING and (entry.accepted or "not modified" in entry.description)
    }
    for row, person in rows:
        if row.state is OutboxState.SENT and (person, row.message_id) not in arrived | edited:
            found.lost.append(f"{row.key} counts as sent")
        elif row.state is OutboxState.SENDING or (row.state is OutboxState.NEW and row.not_before <= now):
            found.lost.append(f"{row.key} is still {row.state}")
        elif row.kind == ANSWER and row.state in UNSAID and not row.error.startswith(SUPERSEDED):
            found.lost.append(f"{row.key} was never said: {row.error}")
        elif row.state is OutboxState.FAILED:
            found.wrong.append(f"{row.key} failed: {row.error}")
        elif row.state is OutboxState.UNCLEAR:
            found.unclear += 1


def _read_log(ground: Ground, found: Reckoning) -> None:
    log = ground.log
    found.wrong += [f"the log holds {word!r}" for word in (TOKEN, SURNAME, "Traceback") if word in log]
