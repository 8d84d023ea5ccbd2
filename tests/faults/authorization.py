"""Forged presses of strangers and teachers: T20."""

from collections import Counter
from datetime import timedelta
from enum import Enum
from typing import Any

import sqlalchemy as sa

from bot.inbox.flood import UPDATES_PER_PERIOD
from bot.outbox.rows import ANSWER
from models import (
    Account,
    AudienceKind,
    Base,
    Broadcast,
    BroadcastState,
    Event,
    InboxState,
    InboxUpdate,
    OutboxMessage,
    Registration,
    RegistrationState,
)
from screens import wishes
from services.actors import actor_of
from services.events import seats
from services.recognition.card import CardReady
from services.stored import name_of
from tests.builders import NOW
from tests.faults.clocks import EVENT_START
from tests.faults.environment import Environment
from tests.faults.plan import fault
from tests.faults.updates import FAR_FUTURE, Raw, press
from tests.faults.verification import Findings, verify

OWN_PREFIXES = {"sign", "queue", "unsign", "resign", "remind", "move", "mark", "cons", "wdraw"}
"""Wishes by which teachers change their own rows only."""
SWITCHES = {"sure", "send", "take", "paused", "has", "chosen", "own"}
UNPROTECTED_TABLES = {
    *("account", "open_form", "inbox", "outbox", "heartbeat", "card_opened", "reminder_run", "uploaded_file"),
    *("job", "document"),  # of a person's own card
}
JUNK_VALUES = ["0", "1", "2", "3", "-1", "9" * 11, "attended", "listener", "title", "", "x" * 20, "ж", "%", "9" * 25]
VALID_WORDS = ["title", "5", "all", "ru", "2026-10-09", "math", "2026/2027"]
FIRST_STRANGER_ID = 60_001
FIRST_UPDATE_ID = 800_000_000


class PressFuzzer:
    """Generates button data that was never offered: half junk, half valid wishes about existing rows of others."""

    def __init__(self, env: Environment, offer_id: int) -> None:
        self._random = env.random
        self._event_id = env.event_id
        self._offer_id = offer_id
        self.valid_prefixes: Counter[str] = Counter()

    def data(self) -> str:
        wish = self._random.choice([wish for wish in wishes.ALL if wish.__prefix__ not in OWN_PREFIXES])
        if self._random.random() < 0.5:
            values = (self._random.choice(JUNK_VALUES) for _ in range(self._random.randint(0, 4)))
            return ":".join([wish.__prefix__, *values]).encode()[:64].decode(errors="ignore")
        self.valid_prefixes[wish.__prefix__] += 1
        return wish(**{name: self._value(name, field.annotation) for name, field in wish.model_fields.items()}).pack()

    def _value(self, name: str, kind: Any) -> Any:
        if issubclass(kind, Enum):
            return self._random.choice(list(kind))
        if kind is str:
            return self._random.choice(VALID_WORDS)
        fits = {"event": self._event_id, "registration": self._offer_id} | dict.fromkeys(SWITCHES, 1)
        if name in fits and self._random.random() < 0.8:
            return fits[name]
        return self._random.choice([0, 1, 1, 1, 2, 3])


@fault(
    "T20 forged presses of strangers and teachers: the staff's wishes, foreign ids, junk",
    "nothing of others changes, every press is answered",
    runs=2,
    both=True,
)
async def forged_presses(env: Environment) -> Findings:
    """Press before the event, while a seat is offered to somebody, and after its end, when attendance may be closed."""
    people, presses = (200, UPDATES_PER_PERIOD // 2) if env.is_full_size else (20, 5)
    env.set_up_event(people, capacity=people - 1, seated=True)
    fuzzer = PressFuzzer(env, offer_a_seat(env))
    *crowd, _ = [person.id for person in env.people]  # the last is offered a seat
    for stranger in range(FIRST_STRANGER_ID, FIRST_STRANGER_ID + people // 5):
        env.telegram.person("Нина", id=stranger)
        env.telegram.chats[stranger].started = True
        crowd.append(stranger)
    await env.start_bot()
    await env.wait_until_listening()
    total = len(crowd) * presses
    number, done = FIRST_UPDATE_ID, InboxUpdate.state == InboxState.DONE
    for moment in (env.now(), EVENT_START + timedelta(hours=6)):
        await env.tick_at(moment)
        await env.wait_until_idle()
        before, first = _protected_rows(env), number
        for person in env.random.sample(crowd, len(crowd)):
            for _ in range(presses):  # half of the burst that one person may send
                raw = press(number, person, fuzzer.data())
                env.telegram.updates.put(Raw(number, "callback_query", {}, person, FAR_FUTURE, raw))
                number += 1
        of_these = sa.cast(InboxUpdate.key, sa.BigInteger) >= first
        await env.wait_until(lambda mine=of_these: env.count(InboxUpdate, mine, done) == total, 900)  # type: ignore[misc]  # mypy reads no default of a lambda
        await env.wait_until_idle(900)
        changed = {name for name, rows in _protected_rows(env).items() if rows != before[name]}
        assert changed == set(), changed
    assert len(env.telegram.journal.calls("answerCallbackQuery")) == number - FIRST_UPDATE_ID
    assert len(fuzzer.valid_prefixes) == len(wishes.ALL) - len(OWN_PREFIXES) or not env.is_full_size
    assert env.bot.exit_code is None
    return verify(env).assert_holds()


def offer_a_seat(env: Environment) -> int:
    """Offer the seat that the first person gives up to the last, who waits; leave a methodist's broadcast paused.

    Return the id of the offered registration.
    """
    assert env.organizer is not None
    with env.db() as db:
        first, last = (
            actor_of(db, db.get_one(Account, env.account_id(person))) for person in (env.people[0], env.people[-1])
        )
        event = db.get_one(Event, env.event_id)
        db.execute(sa.delete(Registration).where(Registration.teacher_id == last.require_teacher().id))
        event.taken -= 1
        seats.join_waiting_list(db, last, env.event_id, NOW)
        seats.cancel(db, first, env.event_id, NOW)
        offered = Registration.state == RegistrationState.OFFERED
        offer = db.scalars(sa.select(Registration.id).where(offered)).one()
        values = {"audience": AudienceKind.ALL, "chosen": [], "state": BroadcastState.PAUSED, "people": 1, "last_id": 1}
        author = env.account_id(env.organizer)
        db.add(Broadcast(author_id=author, text="x", **values, written_at=NOW, expires_at=NOW, told_at=NOW))
        db.commit()
    return offer


def _protected_rows(env: Environment) -> dict[str, list[str]]:
    """Return every row that a press by somebody else must not change, by table, and the keys of the notices."""
    with env.db() as db:
        tables = {name: table for name, table in Base.metadata.tables.items() if name not in UNPROTECTED_TABLES}
        found = {name: sorted(map(repr, db.execute(sa.select(table)))) for name, table in tables.items()}
        notice_keys = sa.select(OutboxMessage.key).where(OutboxMessage.kind.not_in([ANSWER, name_of(CardReady)]))
        return found | {"notices": sorted(db.scalars(notice_keys))}
