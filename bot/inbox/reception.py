"""One press or message from person to answer: who it is, the handler, its screens queued, all in one transaction."""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlalchemy import bindparam
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from bot import crash_points as crash
from bot.inbox import forms
from bot.inbox import rows as inbox_rows
from bot.inbox.rows import StoredUpdate
from bot.inbox.toasts import Toasts, with_toast_as_text
from bot.inbox.watchdog import Watchdog
from bot.logs import describe_error
from bot.messenger import Arrival, MessageId
from bot.outbox.delivery import Delivery
from bot.outbox.direct import Place, enqueue_in_flight
from bot.outbox.results import NOTE_NEWEST
from bot.outbox.rows import Answer, enqueue_answer
from handlers import visit as handling
from handlers.table import Table
from handlers.visit import Visit
from models import Account
from models.base import table_of
from screens.refusals import refusal_screen
from screens.screen import Screen
from screens.texts import Say
from services.actors import Actor, ensure_actor, language_of
from services.cleaning import clean
from services.events.waiting_list import mark_reachable
from services.notices import drop_notices
from services.refusals import Refusal

log = structlog.get_logger()

_account = table_of(Account)
_NOTE_MESSAGE = NOTE_NEWEST.where(
    _account.c.messenger == bindparam("of_messenger"), _account.c.external_id == bindparam("chat")
)


@dataclass(frozen=True, slots=True)
class Toast:
    """Words to show over a pressed button, once the transaction is committed."""

    press: str
    text: str


@dataclass(frozen=True, slots=True)
class Told:
    """Work that the transaction of an update leaves for after its commit: a toast to show, a message to send."""

    toast: Toast | None = None
    delivery: Delivery | None = None


NOTHING = Told()
Take = Callable[[], int | None]
"""Marks the row of an update as done; returns its number, None if it was done before."""


AWAY_SECONDS = 5.0
"""For so long after a database that could not be written no update is worked before it is stored: each would wait."""


class MustBeStored(Exception):
    """The update cannot be worked in the transaction that stores it."""


class Reception:
    """Works stored updates one by one; the caller keeps the order within a chat and commits."""

    def __init__(  # noqa: PLR0913 - every collaborator is an argument
        self,
        table: Table,
        unreadable: Callable[[Arrival], str],
        toasts: Toasts,
        watchdog: Watchdog,
        admin_ids: frozenset[int],
        now: Callable[[], datetime],
    ) -> None:
        self._table = table
        self._unreadable = unreadable
        self._toasts = toasts
        self._watchdog = watchdog
        self._admin_ids = admin_ids
        self._now = now
        self._no_first_try_before = 0.0

    def receive(self, db: Session, update: StoredUpdate, place: Place | None = None) -> Told:
        """Work one stored update in this transaction. An error of a handler is raised, and the caller rolls back.

        The answer takes the place in flight, if there is one and nothing older waits in its chat.
        """
        arrival, now = update.arrival, self._now()
        if problems := self._unreadable(arrival):
            log.warning("update cannot be read", number=update.number, kinds=problems.split("; ")[:3])
            inbox_rows.park(db, update.number, problems, now)
            return NOTHING

        def take() -> int | None:
            return update.number if inbox_rows.finish(db, update.number, now) else None

        return self._work(db, arrival, take, place, now) or NOTHING

    def receive_new(self, db: Session, arrival: Arrival, place: Place | None) -> Told | None:
        """Store and work an update in one transaction; return None for one that was stored before.

        Raises MustBeStored for one that cannot be worked this way, and any error of its handler.
        """
        now = self._now()
        if time.monotonic() < self._no_first_try_before or self._unreadable(arrival):
            raise MustBeStored

        def take() -> int | None:
            try:
                return inbox_rows.store_done(db, arrival, now)
            except OperationalError as error:
                self._no_first_try_before = time.monotonic() + AWAY_SECONDS
                raise MustBeStored from error

        return self._work(db, arrival, take, place, now)

    def _work(self, db: Session, arrival: Arrival, take: Take, place: Place | None, now: datetime) -> Told | None:
        """Work an update whose row `take` marks as done; return None if it was done before."""
        number = take()
        if number is None:
            return None
        crash.passes("update-finished")
        if arrival.blocked is not None:
            self._note_blocked(db, arrival, now)
        elif arrival.is_for_us:
            with self._watchdog.in_hand(number):
                return self._serve(db, StoredUpdate(number, arrival), take, place, now)
        return NOTHING

    def _serve(self, db: Session, update: StoredUpdate, take: Take, place: Place | None, now: datetime) -> Told | None:
        """Run the handler and queue its screens.

        A refusal is rendered, then everything is rolled back, and only its answer is written.
        """
        arrival = update.arrival
        visit = self._open(db, arrival, now)
        form = visit.form
        try:
            screens = _screens(self._handle(visit, arrival))
            crash.passes("handler-done")
        except Refusal as refusal:
            screens = (refusal_screen(visit.say, refusal),)
            db.rollback()
            if (number := take()) is None:
                return None
            update = StoredUpdate(number, arrival)
            visit = self._open(db, arrival, now)
        if visit.form != form:
            forms.save(db, visit.actor.account.id, visit.form)
        return self._answer(visit, update, screens, place)

    def give_up(self, db: Session, update: StoredUpdate, reason: str) -> bool:
        """Count a failed attempt. After the last one park the update, apologize to the person and return True."""
        arrival, now = update.arrival, self._now()
        if not inbox_rows.count_failure(db, update.number, reason, now):
            return False
        crash.passes("failure-counted")
        if arrival.is_for_us and arrival.blocked is None and not self._unreadable(arrival):
            try:
                with self._watchdog.in_hand(update.number), db.begin_nested():
                    self._apologize(db, update, now)
            except Exception as error:  # noqa: BLE001 - parked all the same, or it would be tried for ever
                log.error("no apology queued", number=update.number, error=describe_error(error))
        return True

    def warn(self, db: Session, arrival: Arrival, now: datetime) -> Toast | None:
        """Warn somebody who is too fast: return the toast for this press, or queue a message and return None."""
        account = self._actor(db, arrival, now).account
        say = Say(language_of(db, account))
        if arrival.press is not None:
            return Toast(arrival.press, say.plain("too-fast"))
        screen = Screen(say("too-fast"), fresh=True)
        enqueue_answer(db, Answer(account.id, f"flood:{secrets.token_hex(8)}", [screen], aside=True), now)
        return None

    def _actor(self, db: Session, arrival: Arrival, now: datetime) -> Actor:
        return ensure_actor(db, arrival.messenger, arrival.chat, self._admin_ids, now)

    def _open(self, db: Session, arrival: Arrival, now: datetime) -> Visit:
        """Lock the account's row, then load the person and the open form."""
        message = arrival.message
        is_noted = message is None or _note_message(db, arrival, message)
        actor = self._actor(db, arrival, now)
        if message is not None and not is_noted:  # of a new account
            actor.account.newest_message_order = message.order
        account = actor.account
        mark_reachable(db, account, now)
        form = forms.load(actor.stored_form, self._table.forms)
        say = Say(language_of(db, account))
        return Visit(db, actor, say, now, arrival.key, clean(arrival.text or ""), clean(arrival.caption), form)

    def _handle(self, visit: Visit, arrival: Arrival) -> handling.Answer:
        if forms.is_expired(visit.form, visit.now):
            visit.form = None
        return self._table.text(visit) if arrival.wish is None else self._table.press(visit, arrival.wish)

    def _answer(self, visit: Visit, update: StoredUpdate, screens: tuple[Screen, ...], place: Place | None) -> Told:
        """Queue the screens. A toast that cannot be shown any more is sent as words."""
        arrival = update.arrival
        toast = next((screen.toast for screen in screens if screen.toast), None)
        aside = False
        if toast is not None and (arrival.press is None or not self._toasts.take(arrival.press)):
            aside = not any(screen.text or screen.file for screen in screens)
            screens = tuple(with_toast_as_text(screen) for screen in screens)
            toast = None
        account = visit.actor.account
        answer = Answer(account.id, answer_key(update.number), screens, arrival.editable, aside=aside)
        delivery = None
        if place is None:
            enqueue_answer(visit.db, answer, visit.now)
        else:
            delivery = enqueue_in_flight(visit.db, answer, account, place, visit.now)
        crash.passes("answers-queued")
        return Told(None if toast is None or arrival.press is None else Toast(arrival.press, toast), delivery)

    def _note_blocked(self, db: Session, arrival: Arrival, now: datetime) -> None:
        account = self._actor(db, arrival, now).account
        if arrival.blocked:
            account.blocked_at = now
            drop_notices(db, account.id)
        else:
            mark_reachable(db, account, now)

    def _apologize(self, db: Session, update: StoredUpdate, now: datetime) -> None:
        account = self._actor(db, update.arrival, now).account
        screen = Screen(Say(language_of(db, account))("sorry-broken"), fresh=True)
        enqueue_answer(db, Answer(account.id, f"{answer_key(update.number)}:sorry", [screen], aside=True), now)


def answer_key(number: int) -> str:
    """Return the key of the answer to an update. Earlier versions used `u` and Telegram's number of the update."""
    return f"update:{number}"


def _note_message(db: Session, arrival: Arrival, message: MessageId) -> bool:
    """Note the newest message of an account, which locks its row; return whether the account is known."""
    values = {"of_messenger": arrival.messenger, "chat": arrival.chat, "order": message.order}
    return bool(db.connection().execute(_NOTE_MESSAGE, values).rowcount)


def _screens(answer: handling.Answer) -> tuple[Screen, ...]:
    if answer is None:
        return ()
    return (answer,) if isinstance(answer, Screen) else answer
