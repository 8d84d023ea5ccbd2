"""The verification finds doubles, third copies, purged answers and lost updates in an invented journal."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from time import time

import pytest
import sqlalchemy as sa

from bot.outbox import rows as outbox
from models import Lane, OutboxMessage, OutboxState
from sandbox.calls.journal import Entry
from services.correspondence.letters import LetterSent
from services.stored import name_of
from tests.builders import NOW
from tests.faults.environment import FIRST_PERSON_ID, Environment, open_environment
from tests.faults.processes import ForkServer
from tests.faults.verification import PromiseBroken, verify


@pytest.fixture
async def env(database_url: str, fork_server: ForkServer, tmp_path: Path) -> AsyncIterator[Environment]:
    async with open_environment(tmp_path, fork_server, 1, is_full_size=False, url=database_url) as opened:
        opened.set_up_event(1)
        (tmp_path / "bot.log").touch()
        yield opened


def add_answer(env: Environment, key: str) -> int:
    """Add an answer to the first person to the outbox; all answers have the same text."""
    with env.db() as db:
        row = OutboxMessage(
            key=key,
            account_id=env.account_id(env.people[0]),
            lane=Lane.ANSWER,
            kind=outbox.ANSWER,
            payload={},
            not_before=NOW,
            created_at=NOW,
        )
        db.add(row)
        db.commit()
        return row.id


def claim(env: Environment, row_id: int) -> None:
    update(env, row_id, state=OutboxState.NEW)
    update(env, row_id, state=OutboxState.SENDING)


def deliver(env: Environment, message_id: int) -> None:
    journal = env.telegram.journal
    entry = Entry(0, time(), 0.0, "sendMessage", {"text": "Вы записаны"}, {}, FIRST_PERSON_ID, accepted=True)
    entry.result = {"message_id": message_id}
    journal.record(entry)


def update(env: Environment, row_id: int, **values: object) -> None:
    with env.db() as db:
        db.execute(sa.update(OutboxMessage).where(OutboxMessage.id == row_id).values(**values))
        db.commit()


def add_sent_answer(env: Environment, key: str, *copies: int) -> None:
    """Add an answer that was claimed and delivered once for each message id; its row keeps the last."""
    row_id = add_answer(env, key)
    for message_id in copies:
        claim(env, row_id)
        deliver(env, message_id)
    update(env, row_id, state=OutboxState.SENT, message_id=str(copies[-1]))


def test_two_messages_with_the_same_text_are_no_double(env: Environment) -> None:
    add_sent_answer(env, "first", 11)
    add_sent_answer(env, "second", 12)
    findings = verify(env)
    assert (findings.doubled, findings.most_copies) == (0, 1)
    findings.assert_holds()


def test_a_double_beside_a_message_with_the_same_text_is_counted_once(env: Environment) -> None:
    add_sent_answer(env, "first", 11)
    add_sent_answer(env, "second", 12, 13)
    findings = verify(env)
    assert (findings.doubled, findings.most_copies) == (1, 2)
    with pytest.raises(AssertionError, match="1 doubled"):
        findings.assert_holds()


def test_a_third_copy_is_found_beside_a_message_with_the_same_text(env: Environment) -> None:
    add_sent_answer(env, "first", 11)
    add_sent_answer(env, "second", 12, 13, 14)
    findings = verify(env)
    assert (findings.doubled, findings.most_copies) == (2, 3)
    with pytest.raises(AssertionError, match="3 copies"):
        findings.assert_holds(doubled=2)


def test_two_deliveries_of_one_claim_are_a_double(env: Environment) -> None:
    row_id = add_answer(env, "first")
    claim(env, row_id)
    deliver(env, 11)
    deliver(env, 12)
    update(env, row_id, state=OutboxState.SENT, message_id="12")
    assert verify(env).doubled == 1


def test_a_purged_answer_does_not_hide_its_double(env: Environment) -> None:
    add_sent_answer(env, "first", 11, 12)
    add_sent_answer(env, "second", 13)
    with env.db() as db:
        outbox.purge(db, NOW + timedelta(days=3))
        db.commit()
    assert env.count(OutboxMessage) == 0
    assert verify(env).doubled == 1


def test_an_unclear_message_that_arrived_twice_is_a_double(env: Environment) -> None:
    row_id = add_answer(env, "first")
    for message_id in (11, 12):
        claim(env, row_id)
        deliver(env, message_id)
    update(env, row_id, state=OutboxState.UNCLEAR)
    findings = verify(env)
    assert (findings.doubled, findings.unclear) == (1, 1)


def test_a_message_that_was_never_claimed_is_a_violation(env: Environment) -> None:
    deliver(env, 11)
    assert verify(env).violations == ["sendMessage 1 was never claimed"]


def test_a_sent_message_that_did_not_arrive_is_lost(env: Environment) -> None:
    add_sent_answer(env, "first", 11)
    env.telegram.journal.entries.clear()
    assert verify(env).lost == ["first counts as sent"]


def test_a_refused_edit_does_not_count_as_delivery(env: Environment) -> None:
    update(env, add_answer(env, "first"), state=OutboxState.SENT, message_id="11")
    edit = Entry(0, time(), 0.0, "editMessageText", {"message_id": 11}, {}, FIRST_PERSON_ID)
    env.telegram.journal.record(edit)
    assert verify(env).lost == ["first counts as sent"]
    edit.accepted = True
    assert verify(env).lost == []


@pytest.mark.parametrize(("reason", "lost"), [("overtaken", 0), ("blocked: gone", 0), ("no longer holds", 1)])
def test_a_dropped_answer_is_lost_unless_a_later_one_replaced_it_or_the_chat_is_gone(
    env: Environment, reason: str, lost: int
) -> None:
    update(env, add_answer(env, "first"), state=OutboxState.DROPPED, error=reason)
    assert len(verify(env).lost) == lost


def test_notices_are_counted_apart_from_answers(env: Environment) -> None:
    add_sent_answer(env, "answer", 11, 12)
    add_sent_answer(env, "notice", 13, 14)
    update(env, 2, lane=Lane.NOTICE, kind=name_of(LetterSent))
    findings = verify(env)
    assert (findings.doubled, findings.doubled_notices) == (2, 1)
    findings.assert_holds(doubled=2, notices=1)
    with pytest.raises(PromiseBroken, match="1 notices doubled"):
        findings.assert_holds(doubled=2, notices=0)


async def test_an_update_is_lost_until_it_is_stored_and_not_again_when_it_is_purged(env: Environment) -> None:
    await env.people[0].types("/help")
    (number,) = env.emitted_update_ids
    assert verify(env).lost == [f"update {number} never stored"]
    insert = (
        "INSERT INTO inbox (messenger, key, chat_key, state, attempts, error, received_at)"
        " VALUES ('telegram', :n, 1, 'new', 0, '', :at)"
    )
    with env.db() as db:
        db.execute(sa.text(insert), {"n": str(number), "at": NOW.replace(tzinfo=None) if env.is_sqlite else NOW})
        db.commit()
    assert verify(env).lost == [f"update {number} waits"]
    with env.db() as db:
        db.execute(sa.text("DELETE FROM inbox"))
        db.commit()
    assert verify(env).lost == []


def test_a_stored_update_that_was_never_sent_is_a_violation(env: Environment) -> None:
    with env.db() as db:
        db.execute(sa.text("INSERT INTO stored VALUES (5)"))
        db.commit()
    assert verify(env).violations == ["update 5 stored and never sent"]
