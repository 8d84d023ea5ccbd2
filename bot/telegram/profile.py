"""The bot's username and its commands, registered with Telegram in every language."""

from collections.abc import Iterable

from aiogram import Bot
from aiogram.methods import GetMe, SetMyCommands
from aiogram.types import BotCommand

from screens.texts import LANGUAGES, plain

REQUEST_TIMEOUT_SECONDS = 5
COMMON_COMMANDS = ("events", "my", "card", "certificates", "profile", "help")


async def introduce(bot: Bot, network_language: str) -> str:
    """Tell Telegram the commands in every language; returns the bot's username. Raises TelegramAPIError."""
    me = await bot(GetMe(), request_timeout=REQUEST_TIMEOUT_SECONDS)
    for code in (None, *LANGUAGES):
        commands = commands_in(code or network_language, COMMON_COMMANDS)
        await bot(SetMyCommands(commands=commands, language_code=code), request_timeout=REQUEST_TIMEOUT_SECONDS)
    return me.username or ""


def commands_in(words: str, names: Iterable[str]) -> list[BotCommand]:
    """Commands with what each does, in one language."""
    return [BotCommand(command=name, description=plain(words, f"command-{name}")) for name in names]
