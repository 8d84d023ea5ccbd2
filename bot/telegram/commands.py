"""The staff's own commands: rights and language say what a chat should show, Telegram is told the difference."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256

import structlog
from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramRetryAfter,
)
from aiogram.methods import DeleteMyCommands, SetMyCommands
from aiogram.types import BotCommand, BotCommandScopeChat
from sqlalchemy import or_, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot.database.engine import Database
from bot.logs import describe_error, is_worth_logging
from bot.outbox.pace import Pace
from bot.telegram.profile import COMMON_COMMANDS, REQUEST_TIMEOUT_SECONDS, commands_in
from models import Account, Lane
from services.actors import language_of, staff_accounts

log = structlog.get_logger()

STAFF_COMMANDS = ("new_event", "manage", "invite", "broadcast")
ADMIN_COMMANDS = ("delivery",)
COMMANDS_POLL_SECONDS = 15


@dataclass(frozen=True, slots=True)
class ChatCommands:
    """The commands one chat should show: none beside those of everybody for who is not (or no longer) staff."""

    account_id: int
    chat_id: int
    commands: tuple[BotCommand, ...]

    @property
    def mark(self) -> str | None:
        """What is kept of it, so that other rights, another language and other words are all noticed."""
        said = repr([(command.command, command.description) for command in self.commands])
        return sha256(said.encode()).hexdigest()[:16] if self.commands else None

    @property
    def method(self) -> SetMyCommands | DeleteMyCommands:
        scope = BotCommandScopeChat(chat_id=self.chat_id)
        return SetMyCommands(commands=[*self.commands], scope=scope) if self.commands else DeleteMyCommands(scope=scope)


class StaffCommands:
    """Tells Telegram what differs from what it was last told; a failure is tried again and harms nothing else."""

    def __init__(self, bot: Bot, database: Database, pace: Pace) -> None:
        self._bot = bot
        self._database = database
        self._pace = pace
        self._refused: set[ChatCommands] = set()
        self._failures = 0

    async def run(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            try:
                await self.settle()
            except SQLAlchemyError as error:
                log.error("menus unavailable", error=describe_error(error))
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), COMMANDS_POLL_SECONDS)

    async def settle(self) -> None:
        """One round; what Telegram refuses for one chat is not tried again before the next start."""
        for menu in await self._database.read(_due):
            if menu in self._refused:
                continue
            try:
                async with self._pace.slot(Lane.NOTICE):
                    await self._bot(menu.method, request_timeout=REQUEST_TIMEOUT_SECONDS)
            except (TelegramBadRequest, TelegramForbiddenError) as error:
                self._refused.add(menu)
                log.info("menu refused", account=menu.account_id, reason=error.message)
            except (TelegramAPIError, ClientDecodeError) as error:
                if isinstance(error, TelegramRetryAfter):
                    self._pace.hold(error.retry_after)
                self._failures += 1
                if is_worth_logging(self._failures):
                    log.info("menu not told", account=menu.account_id, error=type(error).__name__)
                return
            else:
                self._failures = 0
                await self._database.run(_note_told, menu)


def _due(db: Session) -> list[ChatCommands]:
    """Commands that differ from what Telegram last stored; chats that block the bot wait until they are back."""
    staff = {account.id for account in staff_accounts(db)}
    admins = {account.id for account in staff_accounts(db, admins_only=True)}
    told = or_(Account.id.in_(staff), Account.menu.is_not(None))
    statement = select(Account).where(Account.platform == "telegram", Account.blocked_at.is_(None), told)
    menus = []
    for account in db.scalars(statement.order_by(Account.id)).unique():
        names = (*COMMON_COMMANDS, *STAFF_COMMANDS, *(ADMIN_COMMANDS if account.id in admins else ()))
        commands = commands_in(language_of(db, account), names) if account.id in staff else []
        menu = ChatCommands(account.id, account.external_id, tuple(commands))
        if menu.mark != account.menu:
            menus.append(menu)
    return menus


def _note_told(db: Session, menu: ChatCommands) -> None:
    db.get_one(Account, menu.account_id).menu = menu.mark
