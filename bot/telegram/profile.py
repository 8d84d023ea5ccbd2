"""What must stand in the database before the first person comes: the network, its file, the bot's name and commands."""

from collections.abc import Iterable

from aiogram import Bot
from aiogram.methods import GetMe, SetMyCommands
from aiogram.types import BotCommand
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Account, Network
from screens.texts import LANGUAGES, plain

REQUEST_SECONDS = 5
COMMANDS = ("events", "my", "card", "certificates", "profile", "help")


def found_network(db: Session, zone: str) -> bool:
    """Make the one network when there is none; True when it is new."""
    if db.get(Network, 1) is not None:
        return False
    db.add(Network(id=1, title=plain("ru", "network-untitled"), zone=zone, loaded_at=None))
    return True


def list_admins(db: Session, admin_ids: frozenset[int]) -> None:
    """Accounts known already are admins exactly when the settings name them; others are told so when they come."""
    for account in db.scalars(select(Account).where(Account.platform == "telegram")):
        account.listed_admin = account.external_id in admin_ids


def name_bot(db: Session, username: str) -> None:
    """Links to the bot need its name."""
    db.get_one(Network, 1).bot_username = username


def language(db: Session) -> str:
    return db.get_one(Network, 1).language


async def introduce(bot: Bot, network_language: str) -> str:
    """Tell Telegram the commands in every language; returns the bot's username. Raises TelegramAPIError."""
    me = await bot(GetMe(), request_timeout=REQUEST_SECONDS)
    for code in (None, *LANGUAGES):
        commands = commands_in(code or network_language, COMMANDS)
        await bot(SetMyCommands(commands=commands, language_code=code), request_timeout=REQUEST_SECONDS)
    return me.username or ""


def commands_in(words: str, names: Iterable[str]) -> list[BotCommand]:
    """Commands with what each does, in one language."""
    return [BotCommand(command=name, description=plain(words, f"command-{name}")) for name in names]
