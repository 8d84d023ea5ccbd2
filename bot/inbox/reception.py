"""One update from person to answer: load who it is, run the handler, queue its screens, all in one transaction."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from aiogram import Bot, Dispatcher
from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.types import Update
from pydantic import ValidationError
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
from bot.outbox.results import newest
from bot.outbox.rows import Answer, enqueue_answer
from bot.telegram import methods as telegram
from bot.telegram.methods import Incoming
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

    async def receive(self, update_id: int, raw: dict[str, Any]) -> None:
        """Work one stored update. Errors of a handler are raised after everything was rolled back."""
        try:
            update = Update.model_validate(raw, context={"bot": self._bot})
        except ValidationError as error:
            # Error texts of validation hold what people typed: only the kinds of error and their places are kept.
            kinds = sorted({f"{'.'.join(map(str, e['loc'][:4]))}:{e['type']}" for e in error.errors()})
            log.warning("update cannot be read", update_id=update_id, kinds=kinds[:3])
            await self._database.run(inbox_rows.park, update_id, "; ".join(kinds), self._now())
            return
        visitor = telegram.incoming(update)
        toast: str | None = None
        async with self._database.transaction() as session:
            if not await session.run_sync(inbox_rows.finish, update_id, self._now()):
                return
            crash.passes("update-finished")
            if visitor is not None and visitor.blocked is None:
                with self._watchdog.in_hand(update_id):
                    toast = await self._serve(session, update, visitor)
            elif visitor is not None:
                await session.run_sync(self._note_blocked, visitor)
        crash.passes("update-committed")
        if update.callback_query is not None:
            self._toasts.answer(update.callback_query.id, toast)

    async def give_up(self, update_id: int, raw: dict[str, Any], reason: str) -> bool:
        """Count a failed attempt. After the last one park the update, apologize to the person and return True."""
        async with self._database.transaction() as session:
            if not await session.run_sync(inbox_rows.count_failure, update_id, reason, self._now()):
                return False
            crash.passes("failure-counted")
            try:
                visitor = telegram.incoming(Update.model_validate(raw, context={"bot": self._bot}))
            except ValidationError:
                visitor = None
            if visitor is not None and visitor.blocked is None:
                try:
                    with self._watchdog.in_hand(update_id):
                        async with session.begin_nested():
                            await session.run_sync(self._apologize, update_id, visitor)
                except Exception as error:  # noqa: BLE001 - parked all the same, or it would be tried for ever
                    log.error("no apology queued", update_id=update_id, error=describe_error(error))
        if visitor is not None and visitor.query_id is not None:
            self._toasts.answer(visitor.query_id)
        return True

    def warn(self, db: Session, chat_id: int, query_id: str | None, now: datetime) -> str | None:
        """Warn somebody who is too fast: return the toast for this press, or queue a message and return None."""
        account = ensure_actor(db, chat_id, self._admin_ids, now).account
        say = Say(language_of(db, account))
        if query_id is not None:
            return say.plain("too-fast")
        screen = Screen(say("too-fast"), fresh=True)
        enqueue_answer(db, Answer(account.id, f"flood:{secrets.token_hex(8)}", [screen], aside=True), now)
        return None

    async def _serve(self, session: AsyncSession, update: Update, visitor: Incoming) -> str | None:
        """Run the handler and queue its screens; return the toast to show after the commit."""
        now = self._now()
        visit = await session.run_sync(self._open, visitor, now)
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
                    state=form.context(self._bot.id, visitor.chat_id),
                    raw_state=form.state,
                )
            crash.passes("handler-done")
        except Refusal as refusal:
            form.undo()
            response = refusal_screen(say, refusal)
        if response is UNHANDLED:
            log.error("no handler takes this", update_id=update.update_id, kind=update.event_type)
            response = Screen(say("sorry-broken"))
        screens = _screens(response)
        toast = next((screen.toast for screen in screens if screen.toast), None)
        aside = False
        if toast is not None and (visitor.query_id is None or not self._toasts.take(visitor.query_id)):
            aside = not any(screen.text or screen.file for screen in screens)
            screens = [with_toast_as_text(screen) for screen in screens]
            toast = None
        answer = Answer(visit.account_id, f"u{update.update_id}", screens, visitor.pressed_message_id, aside=aside)
        await session.run_sync(self._close, visit, answer)
        crash.passes("answers-queued")
        return toast

    def _open(self, db: Session, visitor: Incoming, now: datetime) -> Visit:
        actor = ensure_actor(db, visitor.chat_id, self._admin_ids, now)
        if visitor.message_id is not None and not _note_message(db, actor.account, visitor.message_id):
            db.expire_all()  # merged with another row or erased just before
            actor = ensure_actor(db, visitor.chat_id, self._admin_ids, now)
        account = actor.account
        mark_reachable(db, account, now)
        return Visit(account.id, actor, Say(language_of(db, account)), OpenForm.load(db, account.id))

    def _close(self, db: Session, visit: Visit, answer: Answer) -> None:
        visit.form.save(db)
        enqueue_answer(db, answer, self._now())

    def _note_blocked(self, db: Session, visitor: Incoming) -> None:
        now = self._now()
        account = ensure_actor(db, visitor.chat_id, self._admin_ids, now).account
        if visitor.blocked:
            account.blocked_at = now
            drop_notices(db, account.id)
        else:
            mark_reachable(db, account, now)

    def _apologize(self, db: Session, update_id: int, visitor: Incoming) -> None:
        account = ensure_actor(db, visitor.chat_id, self._admin_ids, self._now()).account
        screen = Screen(Say(language_of(db, account))("sorry-broken"), fresh=True)
        enqueue_answer(db, Answer(account.id, f"u{update_id}:sorry", [screen], aside=True), self._now())


def _note_message(db: Session, account: Account, message_id: int) -> bool:
    """Lock the account's row; return whether it still belongs to the person it was loaded with."""
    statement = sql_update(Account).where(Account.id == account.id).values(newest_message_id=newest(message_id))
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
