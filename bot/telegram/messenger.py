"""Telegram as a messenger: what it is asked to show, and every failure as an Outcome."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

import structlog
from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.methods import GetMe, TelegramMethod
from aiohttp import ClientConnectorError, ConnectionTimeoutError

from bot.messenger import Attachment, MessageId, Outcome, OutcomeStatus
from bot.telegram import methods
from bot.telegram.methods import Formatting
from screens.screen import Screen

log = structlog.get_logger()

SEND_TIMEOUT_SECONDS = 30
ANSWER_TIMEOUT_SECONDS = 10
QUICK_TIMEOUT_SECONDS = 5
"""For calls whose loss does no harm."""
NEVER_SENT_CAUSES = (ClientConnectorError, ConnectionTimeoutError)
"""Causes that prove that the request never reached Telegram."""

Slot = Callable[[], AbstractAsyncContextManager[None]]
"""Makes the context of one request: it waits until the request may go; what it raises is not caught here."""


class TelegramMessenger:
    """Every call returns what came of it; errors of Telegram are never raised."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    @property
    def bot_id(self) -> int:
        """Return the id of the bot, for which alone the ids of its files hold."""
        return self._bot.id

    async def send(self, chat: int, screen: Screen, attachment: Attachment | None, slot: Slot) -> Outcome:
        """Send a new message in the richest formatting that Telegram accepts, each attempt in a slot of its own."""
        try:
            message = await self._try(lambda how: methods.send(chat, screen, attachment, how), screen, slot)
        except (TelegramAPIError, ClientDecodeError) as error:
            return outcome_of(error)
        return Outcome(OutcomeStatus.SENT, *methods.sent(message))

    async def edit(self, chat: int, message: MessageId, screen: Screen, slot: Slot) -> Outcome:
        """Change a message in the richest formatting that Telegram accepts, each attempt in a slot of its own."""
        try:
            await self._try(lambda how: methods.edit(chat, message.text, screen, how), screen, slot)
        except TelegramBadRequest as error:
            if methods.is_lost(error.message):
                return Outcome(OutcomeStatus.GONE)
            if not methods.is_shown(error.message):
                return outcome_of(error)
        except (TelegramAPIError, ClientDecodeError) as error:
            return outcome_of(error)
        return Outcome(OutcomeStatus.SENT, message)

    async def remove_buttons(self, chat: int, message_id: str) -> Outcome:
        """Remove the buttons of a message that is no longer the current screen."""
        return await self._call(methods.remove_buttons(chat, message_id), QUICK_TIMEOUT_SECONDS)

    async def answer(self, press: str, text: str | None) -> Outcome:
        """Answer a press by a toast, or by nothing; a press that is too old is refused."""
        return await self._call(methods.toast(press, text), ANSWER_TIMEOUT_SECONDS)

    async def probe(self) -> Outcome:
        """Find out whether Telegram works."""
        return await self._call(GetMe(), QUICK_TIMEOUT_SECONDS)

    async def _call(self, method: TelegramMethod[Any], seconds: int) -> Outcome:
        """Make a call whose loss does no harm; the reason of a failure is only for the log."""
        try:
            await self._bot(method, request_timeout=seconds)
        except TelegramRetryAfter as error:
            return Outcome(OutcomeStatus.HELD, retry_after=error.retry_after)
        except TelegramBadRequest as error:
            return Outcome(OutcomeStatus.REFUSED, reason=type(error).__name__)
        except (TelegramAPIError, ClientDecodeError) as error:
            return Outcome(OutcomeStatus.UNCLEAR, reason=type(error).__name__)
        return Outcome(OutcomeStatus.SENT)

    async def _try(self, method: Callable[[Formatting], TelegramMethod[Any]], screen: Screen, slot: Slot) -> Any:
        formatting = Formatting()
        while True:
            try:
                async with slot():
                    return await self._bot(method(formatting), request_timeout=SEND_TIMEOUT_SECONDS)
            except TelegramBadRequest as error:
                simpler = methods.simpler(formatting, screen, error.message)
                if simpler is None:
                    raise
                formatting = simpler
            except ClientDecodeError as error:
                if not isinstance(error.data, dict) or error.data.get("ok") is not True:
                    raise
                return error.data.get("result")  # accepted, in a response that this aiogram does not know


def outcome_of(error: TelegramAPIError | ClientDecodeError) -> Outcome:
    """Classify the failure of an attempt to show a message."""
    match error:
        case TelegramRetryAfter():
            return Outcome(OutcomeStatus.HELD, retry_after=error.retry_after)
        case TelegramMigrateToChat():
            return Outcome(OutcomeStatus.MOVED, moved_to=error.migrate_to_chat_id)
        case TelegramForbiddenError():
            return Outcome(OutcomeStatus.UNREACHABLE, reason=error.message)
        case TelegramUnauthorizedError():
            log.error("Telegram refuses the token")
            return Outcome(OutcomeStatus.AGAIN, is_outage=True)
        case TelegramBadRequest() | TelegramNotFound() | TelegramEntityTooLarge():
            is_unreachable = methods.is_unreachable(error.message)
            status = OutcomeStatus.UNREACHABLE if is_unreachable else OutcomeStatus.REFUSED
            return Outcome(status, reason=error.message)
        case TelegramNetworkError():
            if isinstance(error.__cause__, NEVER_SENT_CAUSES):
                return Outcome(OutcomeStatus.AGAIN, is_outage=True)
            return Outcome(OutcomeStatus.UNCLEAR, reason=type(error).__name__)
    return Outcome(OutcomeStatus.UNCLEAR, reason=type(error).__name__, is_outage=True)
