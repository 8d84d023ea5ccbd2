"""A database left by an earlier version, with its chats, so that the bot can be started on it."""

import json
import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Row, text

from bot.app import App
from bot.pace import Pace
from sandbox.local import Telegram
from sandbox.person import Person
from sandbox.telegram.chats import Message
from sandbox.texts.keyboards import ReplyMarkup
from tests.world import ManualClock, PaceTime, World, build_world

DUMP = (Path(__file__).parents[1] / "data" / "earlier_database.sql").read_text(encoding="utf-8")
STOPPED_AT = datetime(2026, 10, 2, 8, 50, tzinfo=UTC)
"""Friday, 13:50 in the network's zone."""
FIRST_NEW_MESSAGE_ID, FIRST_NEW_UPDATE_ID = 10_000, 800_000_000
"""Above every id in the database."""
OLD_SCREEN_TEXT = "a screen from before"
CHAT_LINE = re.compile(r"^-- chat (\d+) (\w+): (.+)$", re.MULTILINE)
UNUSED_INVITE = re.compile(r"nobody has opened yet: (\S+)")


class EarlierWorld(World):
    """World on the earlier database. `persons` by first name; `buttons` by first name: message id, label and data."""

    def __init__(self, telegram: Telegram, app: App, clock: ManualClock, pace: Pace, pace_time: PaceTime) -> None:
        super().__init__(telegram, app, clock, pace, pace_time)
        self.buttons: dict[str, list[tuple[int, str, str]]] = {}
        self.persons = {name: self._chat(int(chat), name, shown) for chat, name, shown in re.findall(CHAT_LINE, DUMP)}

    def _chat(self, chat_id: int, name: str, shown: str) -> Person:
        """Restore a chat with the messages whose buttons are known."""
        person, chat = self.telegram.person(name, id=chat_id), self.telegram.chats[chat_id]
        account = self.rows("SELECT blocked_at FROM account WHERE external_id = :id", id=chat_id)[0]
        chat.started, chat.blocked = True, account.blocked_at is not None
        self.buttons[name] = []
        for number, keys in json.loads(shown).items():
            self.buttons[name] += [(int(number), label, data) for label, data in keys]
            rows = [[{"text": label, "callback_data": data}] for label, data in keys]
            markup = ReplyMarkup("inline_keyboard", rows, {})
            sender = self.telegram.state.bot_user
            chat.messages.append(Message(int(number), chat.account, sender, 0, text=OLD_SCREEN_TEXT, markup=markup))
        return person

    def rows(self, statement: str, **values: object) -> list[Row[Any]]:
        """Run plain SQL, since before the start the tables differ from the models."""
        with self.db() as db:
            return list(db.execute(text(statement), values))

    def table(self, name: str, *columns: str) -> list[Row[Any]]:
        """Return all rows of a table, with all columns unless some are named."""
        selected: list[sa.ColumnElement[Any]] = [*map(sa.column, columns)] or [sa.literal_column("*")]
        with self.db() as db:
            return list(db.execute(sa.select(*selected).select_from(sa.table(name)).order_by(text("1"))))

    async def presses_old_button(self, name: str, label: str, prefix: str) -> str:
        """Press the newest button with this label from before the start; return the bot's answer."""
        matching = [(m, data) for m, text, data in self.buttons[name] if text == label and data.startswith(prefix)]
        await self.persons[name].presses_data(*matching[-1])
        return self.answer(name)

    def answer(self, name: str) -> str:
        """Return everything the bot has shown since the person's last action: messages, edits and toasts."""
        person = self.persons[name]
        shown = [message.text for message in person.chat if message.from_bot and message.revision > person.acted_at]
        shown = [text for text in shown if text != OLD_SCREEN_TEXT]
        return "\n\n".join(shown + [toast.text for toast in person.toasts if toast.revision > person.acted_at])

    def received(self, name: str) -> list[str]:
        """Return the texts that have come into the chat since the start."""
        chat = self.persons[name].chat
        return [message.text for message in chat if message.from_bot and message.text != OLD_SCREEN_TEXT]


def open_earlier_world(folder: Path) -> EarlierWorld:
    """Restore the database into a file of this folder; the bot is not started yet."""
    file, clock = folder / "centrik.sqlite3", ManualClock(STOPPED_AT)
    with closing(sqlite3.connect(file)) as db:
        db.executescript(DUMP)
    world = build_world(file, clock, kind=EarlierWorld)
    world.telegram.state._message_count = FIRST_NEW_MESSAGE_ID
    world.telegram.updates.set_next_id(FIRST_NEW_UPDATE_ID)
    return world


async def start_bot(world: EarlierWorld, *, documents: bool = False) -> None:
    """Start the bot on the database and let it do all that is due; without documents, which are slow to make."""
    if not documents:
        with world.db() as db:
            db.execute(text("DELETE FROM errand WHERE state <> 'done'"))  # the earlier name of the table
            db.commit()
    await world.app.start()
    world.telegram.state.consumer = world.app.take
    await world.settle()
