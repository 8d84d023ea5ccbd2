"""The commands each chat shows: those of everybody, and more for staff, kept up to date at Telegram."""

import asyncio
from collections.abc import Iterable
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
from bot.pace import Pace
from bot.pause import pause
from bot.telegram.arrival import TELEGRAM
from models import Account, Lane
from screens.texts import plain
from services.actors import language_of, staff_accounts

log = structlog.get_logger()

COMMON_COMMANDS = ("events", "my", "card", "certificates", "profile", "help")
STAFF_COMMANDS = ("new_event", "manage", "invite", "broadcast")
ADMIN_COMMANDS = ("delivery",)
POLL_SECONDS = 15
REQUEST_TIMEOUT_SECONDS = 5


@dataclass(frozen=True, slots=True)
class ChatCommands:
    """The commands one chat should show; empty for everyone but staff, who get the common ones from Telegram."""

    account_id: int
    chat_id: int
    commands: tuple[BotCommand, ...]

    @property
    def fingerprint(self) -> str | None:
        """Stored after Telegram has them; differs after a change of rights, language or texts."""
        words = repr([(command.command, command.description) for command in self.commands])
        return sha256(words.encode()).hexdigest()[:16] if self.commands else None

    @property
    def method(self) -> SetMyCommands | DeleteMyCommands:
        scope = BotCommandScopeChat(chat_id=self.chat_id)
        return SetMyCommands(commands=[*self.commands], scope=scope) if self.commands else DeleteMyCommands(scope=scope)


class StaffCommands:
    """Sends Telegram the commands that differ from those it has; a failure is tried again and harms nothing else."""

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
                log.error("commands unavailable", error=describe_error(error))
            await pause(POLL_SECONDS, stop)

    async def settle(self) -> None:
        """Go through all chats once; commands that Telegram refuses are tried again at the next start."""
        for changed in await self._database.read(_changed_commands):
            if changed in self._refused:
                continue
            try:
                async with self._pace.slot(Lane.NOTICE):
                    await self._bot(changed.method, request_timeout=REQUEST_TIMEOUT_SECONDS)
            except (TelegramBadRequest, TelegramForbiddenError) as error:
                self._refused.add(changed)
                log.info("commands refused", account=changed.account_id, reason=error.message)
            except (TelegramAPIError, ClientDecodeError) as error:
                if isinstance(error, TelegramRetryAfter):
                    self._pace.obey_retry_after(error.retry_after)
                self._failures += 1
                if is_worth_logging(self._failures):
                    log.info("commands not sent", account=changed.account_id, error=type(error).__name__)
                return
            else:
                self._failures = 0
                await self._database.run(_note_sent, changed)


def commands_in(language: str, names: Iterable[str]) -> list[BotCommand]:
    """Return commands with their descriptions in one language."""
    return [BotCommand(command=name, description=plain(language, f"command-{name}")) for name in names]


def _changed_commands(db: Session) -> list[ChatCommands]:
    """Return the commands of chats where Telegram has others; a chat that blocks the bot waits until it is back."""
    staff = {account.id for account in staff_accounts(db)}
    admins = {account.id for account in staff_accounts(db, admins_only=True)}
    may_differ = or_(Account.id.in_(staff), Account.menu.is_not(None))
    statement = select(Account).where(Account.messenger == TELEGRAM, Account.blocked_at.is_(None), may_differ)
    changed = []
    for account in db.scalars(statement.order_by(Account.id)).unique():
        names = (*COMMON_COMMANDS, *STAFF_COMMANDS, *(ADMIN_COMMANDS if account.id in admins else ()))
        commands = commands_in(language_of(db, account), names) if account.id in staff else []
        wanted = ChatCommands(account.id, account.external_id, tuple(commands))
        if wanted.fingerprint != account.menu:
            changed.append(wanted)
    return changed


def _note_sent(db: Session, sent: ChatCommands) -> None:
    db.get_one(Account, sent.account_id).menu = sent.fingerprint
