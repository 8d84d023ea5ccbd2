"""The reckoning counts what a rehearsed journal holds: doubles, third copies, purged answers, lost updates."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from time import time

import pytest
import sqlalchemy as sa

from bot.outbox import rows as outbox
from models import Lane, OutboxMessage, OutboxState
from sandbox.calls.journal import Entry
from services.notices import NoticeKind
from tests.builders import NOW
from tests.faults.ground import FIRST_PERSON, Ground, open_ground
from tests.faults.nursery import Nursery
from tests.faults.reckoning import Broken, reckon


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    return str(request.getfixturevalue("postgres_url")) if request.param == "postgresql" else ""


@pytest.fixture
async def ground(url: str, nursery: Nursery, tmp_path: Path) -> AsyncIterator[Ground]:
    async with open_ground(tmp_path, nursery, 1, full=False, url=url) as opened:
        opened.gather(1)
        (tmp_path / "bot.log").touch()
        yield opened


def owes(ground: Ground, key: str) -> int:
    """An answer of the first person's; all of them say the same words."""
    with ground.db() as db:
        row = OutboxMessage(
            key=key,
            account_id=ground.account_of(ground.people[0]),
            lane=Lane.ANSWER,
            kind=outbox.ANSWER,
            payload={},
            not_before=NOW,
            created_at=NOW,
        )
        db.add(row)
        db.commit()
        return row.id


def claims(ground: Ground, row_id: int) -> None:
    put(ground, row_id, state=OutboxState.NEW)
    put(ground, row_id, state=OutboxState.SENDING)


def arrives(ground: Ground, message_id: int) -> None:
    journal = ground.telegram.journal
    entry = Entry(0, time(), 0.0, "sendMessage", {"text": "Вы записаны"}, {}, FIRST_PERSON, accepted=True)
    entry.result = {"message_id": message_id}
    journal.record(entry)


def put(ground: Ground, row_id: int, **values: object) -> None:
    with ground.db() as db:
        db.execute(sa.update(OutboxMessage).where(OutboxMessage.id == row_id).values(**values))
        db.commit()


def sent(ground: Ground, key: str, *copies: int) -> None:
    """A message that was claimed and arrived once for each of these numbers; the last is the one it remembers."""
    row_id = owes(ground, key)
    for message_id in copies:
        claims(ground, row_id)
        arrives(ground, message_id)
    put(ground, row_id, state=OutboxState.SENT, message_id=copies[-1])


def test_what_arrived_once_is_not_doubled_whatever_its_words(ground: Ground) -> None:
    sent(ground, "first", 11)
    sent(ground, "second", 12)
    found = reckon(ground)
    assert (found.doubled, found.most_copies) == (0, 1)
    found.holds()


def test_a_double_among_messages_of_the_same_words_is_counted_once(ground: Ground) -> None:
    sent(ground, "first", 11)
    sent(ground, "second", 12, 13)
    found = reckon(ground)
    assert (found.doubled, found.most_copies) == (1, 2)
    with pytest.raises(AssertionError, match="1 doubled"):
        found.holds()


def test_a_third_copy_is_seen_beside_a_message_of_the_same_words(ground: Ground) -> None:
    sent(ground, "first", 11)
    sent(ground, "second", 12, 13, 14)
    found = reckon(ground)
    assert (found.doubled, found.most_copies) == (2, 3)
    with pytest.raises(AssertionError, match="3 copies"):
        found.holds(doubled=2)


def test_two_arrivals_of_one_claim_are_a_double(ground: Ground) -> None:
    row_id = owes(ground, "first")
    claims(ground, row_id)
    arrives(ground, 11)
    arrives(ground, 12)
    put(ground, row_id, state=OutboxState.SENT, message_id=12)
    assert reckon(ground).doubled == 1


def test_a_purged_answer_does_not_hide_its_double(ground: Ground) -> None:
    sent(ground, "first", 11, 12)
    sent(ground, "second", 13)
    with ground.db() as db:
        outbox.purge(db, NOW + timedelta(days=3))
        db.commit()
    assert ground.count(OutboxMessage) == 0
    assert reckon(ground).doubled == 1


def test_an_unclear_message_that_arrived_twice_is_a_double(ground: Ground) -> None:
    row_id = owes(ground, "first")
    for message_id in (11, 12):
        claims(ground, row_id)
        arrives(ground, message_id)
    put(ground, row_id, state=OutboxState.UNCLEAR)
    found = reckon(ground)
    assert (found.doubled, found.unclear) == (1, 1)


def test_what_nobody_owed_is_wrong(ground: Ground) -> None:
    arrives(ground, 11)
    assert reckon(ground).wrong == ["sendMessage 1 was never owed"]


def test_what_counts_as_sent_and_did_not_arrive_is_lost(ground: Ground) -> None:
    sent(ground, "first", 11)
    ground.telegram.journal.entries.clear()
    assert reckon(ground).lost == ["first counts as sent"]


def test_an_edit_that_was_refused_shows_nothing(ground: Ground) -> None:
    put(ground, owes(ground, "first"), state=OutboxState.SENT, message_id=11)
    edit = Entry(0, time(), 0.0, "editMessageText", {"message_id": 11}, {}, FIRST_PERSON)
    ground.telegram.journal.record(edit)
    assert reckon(ground).lost == ["first counts as sent"]
    edit.accepted = True
    assert reckon(ground).lost == []


@pytest.mark.parametrize(("reason", "lost"), [("overtaken", 0), ("blocked: gone", 0), ("no longer holds", 1)])
def test_an_answer_that_was_never_said_is_lost_unless_a_later_one_says_it(
    ground: Ground, reason: str, lost: int
) -> None:
    put(ground, owes(ground, "first"), state=OutboxState.DROPPED, error=reason)
    assert len(reckon(ground).lost) == lost


def test_notices_are_counted_for_themselves(ground: Ground) -> None:
    sent(ground, "answer", 11, 12)
    sent(ground, "notice", 13, 14)
    put(ground, 2, lane=Lane.NOTICE, kind=NoticeKind.LETTER)
    found = reckon(ground)
    assert (found.doubled, found.doubled_notices) == (2, 1)
    found.holds(doubled=2, notices=1)
    with pytest.raises(Broken, match="1 notices doubled"):
        found.holds(doubled=2, notices=0)


async def test_an_update_is_lost_until_it_is_stored_and_stays_known_when_it_is_purged(ground: Ground) -> None:
    await ground.people[0].types("/help")
    (number,) = ground.emitted
    assert reckon(ground).lost == [f"update {number} never stored"]
    insert = (
        "INSERT INTO inbox (update_id, chat_key, state, attempts, error, received_at) VALUES (:n, 1, 'new', 0, '', :at)"
    )
    with ground.db() as db:
        db.execute(sa.text(insert), {"n": number, "at": NOW.replace(tzinfo=None) if ground.is_sqlite else NOW})
        db.commit()
    assert reckon(ground).lost == [f"update {number} waits"]
    with ground.db() as db:
        db.execute(sa.text("DELETE FROM inbox"))
        db.commit()
    assert reckon(ground).lost == []


def test_an_update_that_nobody_sent_is_wrong(ground: Ground) -> None:
    with ground.db() as db:
        db.execute(sa.text("INSERT INTO stored VALUES (5)"))
        db.commit()
    assert reckon(ground).wrong == ["update 5 stored and never sent"]
