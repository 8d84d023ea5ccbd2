"""One update from person to answer: load who it is, run the handler, queue its screens, all in one transaction."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import structlog
from aiogram import Bot, Dispatcher
from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.types import Update
from sqlalchemy import update as sql_update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

from bot import crash_points as crash
from bot.database.engine import Database
from bot.inbox import rows as inbox_rows
from bot.inbox.forms import OpenForm
from bot.inbox.toasts import Toasts, with_toast_as_text
from bot.inbox.watchdog import Watchdog
from bot.logs import describe_error
from bot.messenger import Arrival, MessageId
from bot.outbox.results import newest
from bot.outbox.rows import Answer, enqueue_answer
from bot.telegram.arrival import unreadable
from handlers.work import Work
from models import Account
from screens.refusals import refusal_screen
from screens.screen import Screen
from screens.texts import Say
from services.actors import Actor, ensure_actor, language_of
from services.events.waiting_list import mark_reachable
from services.notices import drop_notices
from services.refusals import Refusal

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Visit:
    """The person behind one update, loaded at the beginning of its transaction."""

    account_id: int
    actor: Actor
    say: Say
    form: OpenForm


class Reception:
    """Works stored updates one by one; the caller keeps the order within a chat."""

    def __init__(  # noqa: PLR0913 - every collaborator is an argument
        self,
        bot: Bot,
        dispatcher: Dispatcher,
        database: Database,
        toasts: Toasts,
        watchdog: Watchdog,
        admin_ids: frozenset[int],
        now: Callable[[], datetime],
    ) -> None:
        self._bot = bot
        self._dispatcher = dispatcher
        self._database = database
        self._toasts = toasts
        self._watchdog = watchdog
        self._admin_ids = admin_ids
        self._now = now

    async def receive(self, number: int, arrival: Arrival) -> None:
        """Work one stored update. Errors of a handler are raised after everything was rolled back."""
        if problems := unreadable(arrival):
            log.warning("update cannot be read", number=number, kinds=problems.split("; ")[:3])
            await self._database.run(inbox_rows.park, number, problems, self._now())
            return
        toast: str | None = None
        async with self._database.transaction() as session:
            if not await session.run_sync(inbox_rows.finish, number, self._now()):
                return
            crash.passes("update-finished")
            if arrival.is_for_us and arrival.blocked is None:
                with self._watchdog.in_hand(number):
                    toast = await self._serve(session, number, arrival)
            elif arrival.is_for_us:
                await session.run_sync(self._note_blocked, arrival)
        crash.passes("update-committed")
        if arrival.press is not None:
            self._toasts.answer(arrival.press, toast)

    async def give_up(self, number: int, arrival: Arrival, reason: str) -> bool:
        """Count a failed attempt. After the last one park the update, apologize to the person and return True."""
        async with self._database.transaction() as session:
            if not await session.run_sync(inbox_rows.count_failure, number, reason, self._now()):
                return False
            crash.passes("failure-counted")
            if arrival.is_for_us and arrival.blocked is None and not unreadable(arrival):
                try:
                    with self._watchdog.in_hand(number):
                        async with session.begin_nested():
                            await session.run_sync(self._apologize, number, arrival)
                except Exception as error:  # noqa: BLE001 - parked all the same, or it would be tried for ever
                    log.error("no apology queued", number=number, error=describe_error(error))
        if arrival.press is not None:
            self._toasts.answer(arrival.press)
        return True

    def warn(self, db: Session, arrival: Arrival, now: datetime) -> str | None:
        """Warn somebody who is too fast: return the toast for this press, or queue a message and return None."""
        account = self._actor(db, arrival, now).account
        say = Say(language_of(db, account))
        if arrival.press is not None:
            return say.plain("too-fast")
        screen = Screen(say("too-fast"), fresh=True)
        enqueue_answer(db, Answer(account.id, f"flood:{secrets.token_hex(8)}", [screen], aside=True), now)
        return None

    async def _serve(self, session: AsyncSession, number: int, arrival: Arrival) -> str | None:
        """Run the handler and queue its screens; return the toast to show after the commit."""
        now = self._now()
        update = Update.model_validate(arrival.raw, context={"bot": self._bot})
        visit = await session.run_sync(self._open, arrival, now)
        form, say = visit.form, visit.say
        try:
            async with session.begin_nested():
                response = await self._dispatcher.feed_update(
                    self._bot,
                    update,
                    work=Work(session),
                    say=say,
                    actor=visit.actor,
                    now=now,
                    state=form.context(self._bot.id, arrival.chat),
                    raw_state=form.state,
                )
            crash.passes("handler-done")
        except Refusal as refusal:
            form.undo()
            response = refusal_screen(say, refusal)
        if response is UNHANDLED:
            log.error("no handler takes this", number=number, kind=update.event_type)
            response = Screen(say("sorry-broken"))
        screens = _screens(response)
        toast = next((screen.toast for screen in screens if screen.toast), None)
        aside = False
        if toast is not None and (arrival.press is None or not self._toasts.take(arrival.press)):
            aside = not any(screen.text or screen.file for screen in screens)
            screens = [with_toast_as_text(screen) for screen in screens]
            toast = None
        answer = Answer(visit.account_id, answer_key(number), screens, arrival.editable, aside=aside)
        await session.run_sync(self._close, visit, answer)
        crash.passes("answers-queued")
        return toast

    def _actor(self, db: Session, arrival: Arrival, now: datetime) -> Actor:
        return ensure_actor(db, arrival.messenger, arrival.chat, self._admin_ids, now)

    def _open(self, db: Session, arrival: Arrival, now: datetime) -> Visit:
        actor = self._actor(db, arrival, now)
        if arrival.message is not None and not _note_message(db, actor.account, arrival.message):
            db.expire_all()  # merged with another row or erased just before
            actor = self._actor(db, arrival, now)
        account = actor.account
        mark_reachable(db, account, now)
        return Visit(account.id, actor, Say(language_of(db, account)), OpenForm.load(db, account.id))

    def _close(self, db: Session, visit: Visit, answer: Answer) -> None:
        visit.form.save(db)
        enqueue_answer(db, answer, self._now())

    def _note_blocked(self, db: Session, arrival: Arrival) -> None:
        now = self._now()
        account = self._actor(db, arrival, now).account
        if arrival.blocked:
            account.blocked_at = now
            drop_notices(db, account.id)
        else:
            mark_reachable(db, account, now)

    def _apologize(self, db: Session, number: int, arrival: Arrival) -> None:
        account = self._actor(db, arrival, self._now()).account
        screen = Screen(Say(language_of(db, account))("sorry-broken"), fresh=True)
        enqueue_answer(db, Answer(account.id, f"{answer_key(number)}:sorry", [screen], aside=True), self._now())


def answer_key(number: int) -> str:
    """Return the key of the answer to an update. Earlier versions used `u` and Telegram's number of the update."""
    return f"update:{number}"


def _note_message(db: Session, account: Account, message: MessageId) -> bool:
    """Lock the account's row; return whether it still belongs to the person it was loaded with."""
    statement = sql_update(Account).where(Account.id == account.id).values(newest_message_order=newest(message.order))
    belongs = statement.returning(Account.teacher_id).execution_options(synchronize_session=False)
    return db.scalar(belongs) == account.teacher_id


def _screens(response: object) -> list[Screen]:
    """Return the response of a handler as a list of screens. Raises TypeError for anything else."""
    if response is None:
        return []
    screens: list[Screen] = []
    for screen in response if isinstance(response, list) else [response]:
        if not isinstance(screen, Screen):
            raise TypeError(f"a handler returned {type(screen).__name__}, not a screen")
        screens.append(screen)
    return screens
