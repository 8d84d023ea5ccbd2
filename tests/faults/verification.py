"""The verification after a fault: the invariants, and the database against what Telegram says it delivered."""

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field

import sqlalchemy as sa

from bot.outbox.rows import ANSWER
from models import Account, InboxState, InboxUpdate, Lane, OutboxMessage, OutboxState
from sandbox.calls.journal import Entry
from services.notices import BLOCKED
from tests.faults.database_journal import claims, stored_update_ids
from tests.faults.environment import SURNAME, TOKEN, Environment
from tests.invariants import broken_invariants

SEND_METHODS = {"sendMessage", "sendDocument", "sendPhoto"}
EDIT_METHODS = {"editMessageText", "editMessageReplyMarkup"}
UNSENT_STATES = {OutboxState.DROPPED, OutboxState.EXPIRED}
HARMLESS_REASONS = ("overtaken", "message gone", BLOCKED)
"""Beginnings of `error` of answers that need not arrive: a later one replaces them, or the receiver is gone."""

EXCERPT_LENGTH = 4000


@dataclass
class Findings:
    """Everything a verification found, to be compared with what the fault may cause."""

    lost: list[str] = field(default_factory=list)
    """Updates without effect and messages that did not arrive."""
    doubled: int = 0
    """Extra copies of messages, `doubled_notices` of them of notices."""
    doubled_notices: int = 0
    most_copies: int = 1
    unclear: int = 0
    """Messages put aside for the admin because nobody knows whether they arrived."""
    violations: list[str] = field(default_factory=list)

    def assert_holds(self, doubled: int = 0, notices: int | None = None, unclear: int = 0) -> "Findings":
        """Compare with what is allowed: `notices` limits the notices among `doubled`, a third copy is never allowed.

        Raises PromiseBroken.
        """
        problems = [*self.violations, *self.lost]
        if self.doubled > doubled:
            problems.append(f"{self.doubled} doubled, at most {doubled} allowed")
        if notices is not None and self.doubled_notices > notices:
            problems.append(f"{self.doubled_notices} notices doubled, at most {notices} allowed")
        if self.most_copies > 2:
            problems.append(f"{self.most_copies} copies of one message")
        if self.unclear > unclear:
            problems.append(f"{self.unclear} stayed unclear, at most {unclear} allowed")
        if problems:
            raise PromiseBroken(self, problems)
        return self


class PromiseBroken(AssertionError):
    """A fault did more harm than it may; `findings` counts it."""

    def __init__(self, findings: Findings, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.findings = findings


def verify(env: Environment, *, parked: int = 0, dropped: int = 0) -> Findings:
    """Compare the database, Telegram's journal and the log.

    `parked`: the most updates that may be put aside; `dropped`: updates that the limit of one account turned away.
    """
    findings = Findings()
    with env.db() as db:
        for invariant, event, count in broken_invariants(db, env.now()):
            findings.violations.append(f"{invariant} is broken for {event}: {count}")
        states = {int(row[0]): row[1] for row in db.execute(sa.select(InboxUpdate.key, InboxUpdate.state))}
        rows = [(row[0], row[1]) for row in db.execute(sa.select(OutboxMessage, Account.external_id).join(Account))]
        accounts = {row[0]: row[1] for row in db.execute(sa.select(Account.external_id, Account.id))}
        claimed, stored = claims(db), stored_update_ids(db)
    _verify_updates(env, findings, states, stored, dropped)
    parked_now = sum(state is InboxState.PARKED for state in states.values())
    if parked_now > parked:
        findings.violations.append(f"{parked_now} updates parked")
    notices = {row.id for row, _ in rows if row.lane is Lane.NOTICE}
    _count_copies(env, findings, accounts, claimed, notices)
    _compare_outbox(env, findings, rows)
    findings.violations += [f"the log holds {word!r}" for word in (TOKEN, SURNAME) if word in env.log]
    if (at := env.log.find("Traceback")) >= 0:
        findings.violations.append(f"the log holds {env.log[at : at + EXCERPT_LENGTH]}")
    findings.violations += env.telegram.journal.warnings
    return findings


def deliveries(env: Environment) -> list[Entry]:
    """Return every new message that reached a person."""
    entries = env.telegram.journal.entries
    return [entry for entry in entries if entry.accepted and entry.person is not None and entry.method in SEND_METHODS]


def _verify_updates(
    env: Environment, findings: Findings, states: dict[int, InboxState], stored: set[int], dropped: int
) -> None:
    findings.lost += [f"update {number} waits" for number, state in states.items() if state is InboxState.NEW]
    missing = sorted(env.emitted_update_ids - stored)
    if len(missing) != dropped:
        findings.lost += [f"update {number} never stored" for number in missing]
    unknown = sorted(stored - env.emitted_update_ids)
    findings.violations += [f"update {number} stored and never sent" for number in unknown]


def _count_copies(
    env: Environment,
    findings: Findings,
    accounts: dict[int, int],
    claimed: dict[int, list[tuple[float, int]]],
    notices: set[int],
) -> None:
    """Match each delivery with the account's latest claim before it: a chat has one message in flight at a time.

    Notices are known by their rows, which the database never purges.
    """
    copies: Counter[int] = Counter()
    for entry in deliveries(env):
        of_account = claimed.get(accounts.get(entry.person or 0, 0), [])
        place = bisect_right(of_account, entry.at, key=lambda claim: claim[0])
        if place:
            copies[of_account[place - 1][1]] += 1
        else:
            findings.violations.append(f"{entry.method} {entry.number} was never claimed")
    findings.doubled = sum(count - 1 for count in copies.values())
    findings.doubled_notices = sum(count - 1 for row, count in copies.items() if row in notices)
    findings.most_copies = max(copies.values(), default=1)


def _compare_outbox(env: Environment, findings: Findings, rows: list[tuple[OutboxMessage, int]]) -> None:
    now = env.now()
    arrived = {(entry.person, entry.result["message_id"]) for entry in deliveries(env)}
    edited = {
        (entry.person, int(entry.params.get("message_id", 0)))
        for entry in env.telegram.journal.entries
        if entry.method in EDIT_METHODS and (entry.accepted or "not modified" in entry.description)
    }
    for row, person in rows:
        if row.state is OutboxState.SENT and (person, int(row.message_id or 0)) not in arrived | edited:
            findings.lost.append(f"{row.key} counts as sent")
        elif row.state is OutboxState.SENDING or (row.state is OutboxState.NEW and row.not_before <= now):
            findings.lost.append(f"{row.key} is still {row.state}")
        elif row.kind == ANSWER and row.state in UNSENT_STATES and not row.error.startswith(HARMLESS_REASONS):
            findings.lost.append(f"{row.key} was never sent: {row.error}")
        elif row.state is OutboxState.FAILED:
            findings.violations.append(f"{row.key} failed: {row.error}")
        elif row.state is OutboxState.UNCLEAR:
            findings.unclear += 1
