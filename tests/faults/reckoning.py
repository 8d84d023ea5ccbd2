"""What must hold after a fault: the invariants, and the database against what Telegram says it delivered."""

from collections import Counter
from dataclasses import dataclass, field
from math import ceil

import sqlalchemy as sa

from models import Account, InboxState, InboxUpdate, OutboxMessage, OutboxState
from sandbox.journal import Entry
from tests.faults.ground import SURNAME, TOKEN, Ground
from tests.invariants import broken

SENDING = {"sendMessage", "sendDocument", "sendPhoto"}
EDITING = {"editMessageText", "editMessageReplyMarkup"}


@dataclass
class Reckoning:
    """`lost`: what should have reached somebody and did not. `doubled`: messages that came once more, `most_copies`
    of one at worst. `unclear`: put aside for the admin, as the promise allows; `wrong`: what must never be."""

    lost: list[str] = field(default_factory=list)
    doubled: int = 0
    most_copies: int = 1
    unclear: int = 0
    wrong: list[str] = field(default_factory=list)

    def holds(self, doubled: int = 0, copies: int = 2, unclear: int = 0) -> "Reckoning":
        """At most so many; raises AssertionError for anything else."""
        assert self.wrong == [], self.wrong
        assert self.lost == [], self.lost
        assert self.doubled <= doubled, f"{self.doubled} doubled, at most {doubled} allowed"
        assert self.most_copies <= copies, f"{self.most_copies} copies of one message"
        assert self.unclear <= unclear, f"{self.unclear} stayed unclear, at most {unclear} allowed"
        return self


def reckon(ground: Ground, *, parked: int = 0, foreign: bool = False) -> Reckoning:
    """`parked`: how many updates may be put aside; `foreign`: the test itself sent updates that Telegram knows not."""
    found = Reckoning()
    with ground.db() as db:
        for invariant, event, count in broken(db, ground.now()):
            found.wrong.append(f"{invariant} is broken for {event}: {count}")
        states = {row[0]: row[1] for row in db.execute(sa.select(InboxUpdate.update_id, InboxUpdate.state))}
        rows = [(row[0], row[1]) for row in db.execute(sa.select(OutboxMessage, Account.external_id).join(Account))]
    waiting = [number for number, state in states.items() if state is InboxState.NEW]
    put_aside = sum(state is InboxState.PARKED for state in states.values())
    found.lost += [f"update {number} waits" for number in waiting]
    if not foreign:
        found.lost += [f"update {number} never stored" for number in ground.emitted() if number not in states]
    if put_aside > parked:
        found.wrong.append(f"{put_aside} updates parked")
    _compare(ground, found, rows)
    _read_log(ground, found)
    found.wrong += ground.telegram.journal.warnings
    return found


def _compare(ground: Ground, found: Reckoning, rows: list[tuple[OutboxMessage, int]]) -> None:
    now = ground.now()
    arrived: dict[tuple[int, int], str] = {}
    edited: set[tuple[int, int]] = set()
    for entry in ground.telegram.journal.entries:
        if entry.accepted and entry.person is not None and entry.method in SENDING:
            arrived[entry.person, entry.result["message_id"]] = _words(entry)
        elif entry.method in EDITING and entry.person is not None:
            edited.add((entry.person, int(entry.params.get("message_id", 0))))
    known: Counter[tuple[int, str]] = Counter()
    claimed: set[tuple[int, int]] = set()
    for row, person in rows:
        if row.state is OutboxState.SENT and row.message_id is not None:
            place = (person, row.message_id)
            if place in arrived and place not in claimed:
                known[person, arrived[place]] += 1
            elif place not in arrived and place not in edited:
                found.lost.append(f"{row.key} counts as sent")
            claimed.add(place)
        elif row.state is OutboxState.SENDING or (row.state is OutboxState.NEW and row.not_before <= now):
            found.lost.append(f"{row.key} is still {row.state}")
        elif row.state is OutboxState.FAILED:
            found.wrong.append(f"{row.key} failed: {row.error}")
        elif row.state is OutboxState.UNCLEAR:
            found.unclear += 1
    further = Counter((person, words) for (person, number), words in arrived.items() if (person, number) not in claimed)
    for whose, count in further.items():
        first = known[whose] or 1  # an unclear one that has arrived is the first of its copies
        copies = count + known[whose]
        found.doubled += copies - first
        found.most_copies = max(found.most_copies, ceil(copies / first))


def _words(entry: Entry) -> str:
    return f"{entry.params.get('text') or entry.params.get('caption') or ''}{sorted(entry.files)}"


def _read_log(ground: Ground, found: Reckoning) -> None:
    log = ground.log
    found.wrong += [f"the log holds {word!r}" for word in (TOKEN, SURNAME, "Traceback") if word in log]
