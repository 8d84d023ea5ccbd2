"""Registering the bot with Telegram: its commands, and where updates go."""

import asyncio

import structlog
from aiogram import Bot
from aiogram.exceptions import ClientDecodeError, TelegramAPIError, TelegramNotFound, TelegramUnauthorizedError
from aiogram.methods import DeleteWebhook, GetMe, SetMyCommands, SetWebhook

from bot.database.engine import Database
from bot.logs import is_worth_logging
from bot.pause import pause
from bot.settings import Settings, WrongSetting
from bot.telegram.commands import COMMON_COMMANDS, REQUEST_TIMEOUT_SECONDS, commands_in
from bot.telegram.methods import ALLOWED_UPDATES
from screens.texts import LANGUAGES
from services.network import network_language, set_bot_links

log = structlog.get_logger()

RETRY_SECONDS = 10.0
WEBHOOK_PATH = "/telegram"
LINK_BASE = "https://t.me/{username}?start="
SHARE_LINK = "https://t.me/share/url?url={link}&text={text}"


class TelegramSetup:
    """Registers the bot with Telegram, again and again while Telegram is away."""

    def __init__(self, bot: Bot, database: Database, settings: Settings, retry_seconds: float = RETRY_SECONDS) -> None:
        self._bot = bot
        self._database = database
        self._settings = settings
        self._retry_seconds = retry_seconds
        self._is_introduced = False

    async def try_to_introduce(self) -> None:
        """Introduce the bot once; `run` repeats it if Telegram does not answer. Raises WrongSetting."""
        try:
            await self._introduce()
        except (TelegramAPIError, ClientDecodeError) as error:
            log.warning("Telegram does not answer", error=type(error).__name__)

    async def run(self, stop: asyncio.Event) -> None:
        """Until it succeeds: introduce the bot and tell Telegram where to send updates.

        Sets `stop` and raises WrongSetting if Telegram refuses the token.
        """
        failures = 0
        while not stop.is_set():
            try:
                if not self._is_introduced:
                    await self._introduce()
                await self._bot(self._update_route())
                return
            except WrongSetting:
                stop.set()
                raise
            except (TelegramAPIError, ClientDecodeError) as error:
                failures += 1
                if is_worth_logging(failures):
                    log.warning("route of updates not registered", error=type(error).__name__)
            await pause(self._retry_seconds, stop)

    async def _introduce(self) -> None:
        """Register the commands in every language and store the addresses of links into the bot."""
        language = await self._database.read(network_language)
        try:
            me = await self._bot(GetMe(), request_timeout=REQUEST_TIMEOUT_SECONDS)
            for code in (None, *LANGUAGES):
                commands = commands_in(code or language, COMMON_COMMANDS)
                method = SetMyCommands(commands=commands, language_code=code)
                await self._bot(method, request_timeout=REQUEST_TIMEOUT_SECONDS)
        except (TelegramUnauthorizedError, TelegramNotFound):
            raise WrongSetting("setting-bot-token-refused") from None
        link_base = LINK_BASE.format(username=me.username) if me.username else ""
        await self._database.run(set_bot_links, me.username or "", link_base, SHARE_LINK if me.username else "")
        self._is_introduced = True

    def _update_route(self) -> SetWebhook | DeleteWebhook:
        if not self._settings.public_url:
            return DeleteWebhook()
        return SetWebhook(
            url=self._settings.public_url + WEBHOOK_PATH,
            secret_token=self._settings.webhook_secret.get_secret_value(),
            allowed_updates=ALLOWED_UPDATES,
        )
