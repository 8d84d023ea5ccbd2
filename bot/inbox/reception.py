"""What happens with one update: who it is, what they did, what they are told - one transaction, all or nothing."""

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
from bot.inbox.toasts import Toasts, spoken
from bot.logs import describe_error
from bot.outbox import rows as outbox
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
    """The person behind one update, read at the beginning of its transaction."""

    account_id: int
    actor: Actor
    say: Say
    form: OpenForm


class Reception:
    """Takes stored updates one at a time; the caller keeps the order within a chat."""

    def __init__(
        self,
        bot: Bot,
        dispatcher: Dispatcher,
        database: Database,
        toasts: Toasts,
        admin_ids: frozenset[int],
        now: Callable[[], datetime],
    ) -> None:
        self._bot = bot
        self._dispatcher = dispatcher
        self._database = database
        self._toasts = toasts
        self._admin_ids = admin_ids
        self._now = now

    async def receive(self, update_id: int, raw: dict[str, Any]) -> None:
        """Work one stored update to its end. Raises what a handler raises, after everything was rolled back."""
        try:
            update = Update.model_validate(raw, context={"bot": self._bot})
        except ValidationError as error:
            # Error texts of validation carry what people typed: only the kinds of error and their places are kept.
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
                toast = await self._serve(session, update, visitor)
            elif visitor is not None:
                await session.run_sync(self._note_blocked, visitor)
        crash.passes("update-committed")
        if update.callback_query is not None:
            self._toasts.answer(update.callback_query.id, toast)

    async def give_up(self, update_id: int, raw: dict[str, Any], reason: str) -> bool:
        """Count a failed try; after the last one the update is parked and the person told. Whether it was the last."""
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
                    async with session.begin_nested():
                        await session.run_sync(self._apologize, update_id, visitor)
                except Exception as error:  # noqa: BLE001 - parked all the same: it must not be tried for ever
                    log.error("nobody to apologise to", update_id=update_id, error=describe_error(error))
        if visitor is not None and visitor.query_id is not None:
            self._toasts.answer(visitor.query_id)
        return True

    def warn(self, db: Session, chat_id: int, query_id: str | None, now: datetime) -> str | None:
        """Tell somebody that they are too fast: the words of a toast for this press, or a message that is owed."""
        account = ensure_actor(db, chat_id, self._admin_ids, now).account
        say = Say(language_of(db, account))
        if query_id is not None:
            return say.plain("too-fast")
        screen = Screen(say("too-fast"), fresh=True)
        outbox.answer(db, account.id, f"flood:{secrets.token_hex(8)}", [screen], now, aside=True)
        return None

    async def _serve(self, session: AsyncSession, update: Update, visitor: Incoming) -> str | None:
        """Returns the toast that is still to be shown."""
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
        if toast is not None and (visitor.query_id is None or not self._toasts.reserve(visitor.query_id)):
            aside = not any(screen.text or screen.file for screen in screens)
            screens = [spoken(screen) for screen in screens]
            toast = None
        await session.run_sync(self._close, visit, update.update_id, screens, visitor.press, aside)
        crash.passes("answers-queued")
        return toast

    def _open(self, db: Session, visitor: Incoming, now: datetime) -> Visit:
        actor = ensure_actor(db, visitor.chat_id, self._admin_ids, now)
        if visitor.message_id is not None and not _note_message(db, actor.account, visitor.message_id):
            db.expire_all()  # joined with another row or erased just before
            actor = ensure_actor(db, visitor.chat_id, self._admin_ids, now)
        account = actor.account
        mark_reachable(db, account, now)
        return Visit(account.id, actor, Say(language_of(db, account)), OpenForm.load(db, account.id))

    def _close(
        self, db: Session, visit: Visit, update_id: int, screens: list[Screen], press: int | None, aside: bool
    ) -> None:
        visit.form.save(db)
        outbox.answer(db, visit.account_id, f"u{update_id}", screens, self._now(), press=press, aside=aside)

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
        outbox.answer(db, account.id, f"u{update_id}:sorry", [screen], self._now(), aside=True)


def _note_message(db: Session, account: Account, message_id: int) -> bool:
    """From here on nobody else changes the account; whether it still belongs to the person as whom it was read."""
    statement = sql_update(Account).where(Account.id == account.id).values(newest_message_id=outbox.newest(message_id))
    belongs = statement.returning(Account.teacher_id).execution_options(synchronize_session=False)
    return db.scalar(belongs) == account.teacher_id


def _screens(response: object) -> list[Screen]:
    """What a handler returned as a list of screens. Raises TypeError for anything else."""
    if response is None:
        return []
    screens: list[Screen] = []
    for screen in response if isinstance(response, list) else [response]:
        if not isinstance(screen, Screen):
            raise TypeError(f"a handler returned {type(screen).__name__}, not a screen")
        screens.append(screen)
    return screens
