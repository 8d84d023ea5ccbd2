"""A database that the code before has left, and the chats around it as they stood: the bot can be started on it."""

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

KEPT = (Path(__file__).parents[1] / "data" / "before_rooms.sql").read_text(encoding="utf-8")
STOPPED = datetime(2026, 10, 2, 8, 50, tzinfo=UTC)
"""Friday, 13:50 in the network's zone: when the bot that made the database was stopped."""
LATER_MESSAGES, LATER_UPDATES = 10_000, 800_000_000
"""Above every number that the database holds: the chats go on."""
KEPT_TEXT = "a screen from before"
CHATS = re.compile(r"^-- chat (\d+) (\w+): (.+)$", re.MULTILINE)
UNUSED_LINK = re.compile(r"nobody has opened yet: (\S+)")


class Living(World):
    """The world over the kept database. `persons` by first name; `buttons` by first name: message, label and data."""

    def __init__(self, telegram: Telegram, app: App, clock: ManualClock, pace: Pace, pace_time: PaceTime) -> None:
        super().__init__(telegram, app, clock, pace, pace_time)
        self.buttons: dict[str, list[tuple[int, str, str]]] = {}
        self.persons = {name: self._chat(int(chat), name, shown) for chat, name, shown in re.findall(CHATS, KEPT)}

    def _chat(self, chat_id: int, name: str, shown: str) -> Person:
        """The chat as it stood: messages whose buttons are known."""
        person, chat = self.telegram.person(name, id=chat_id), self.telegram.chats[chat_id]
        account = self.rows("SELECT blocked_at FROM account WHERE external_id = :id", id=chat_id)[0]
        chat.started, chat.blocked = True, account.blocked_at is not None
        self.buttons[name] = []
        for number, keys in json.loads(shown).items():
            self.buttons[name] += [(int(number), label, data) for label, data in keys]
            rows = [[{"text": label, "callback_data": data}] for label, data in keys]
            markup = ReplyMarkup("inline_keyboard", rows, {})
            message = Message(int(number), chat.account, self.telegram.state.bot_user, 0, text=KEPT_TEXT, markup=markup)
            chat.messages.append(message)
        return person

    def rows(self, statement: str, **values: object) -> list[Row[Any]]:
        """The answer to plain SQL: before the start the tables are not yet those of the models."""
        with self.db() as db:
            return list(db.execute(text(statement), values))

    def table(self, name: str, *columns: str) -> list[Row[Any]]:
        """All rows of a table; all its columns unless some are named."""
        wanted: list[sa.ColumnElement[Any]] = [*map(sa.column, columns)] or [sa.literal_column("*")]
        with self.db() as db:
            return list(db.execute(sa.select(*wanted).select_from(sa.table(name)).order_by(text("1"))))

    async def presses_old(self, name: str, label: str, prefix: str) -> str:
        """Press the newest button that the code before has shown so; returns what the chat says to it."""
        found = [(m, data) for m, text, data in self.buttons[name] if text == label and data.startswith(prefix)]
        await self.persons[name].presses_data(*found[-1])
        return self.answer(name)

    def answer(self, name: str) -> str:
        """Everything the bot has shown since the person's last action: messages, edits and toasts."""
        person = self.persons[name]
        seen = [said.text for said in person.chat if said.from_bot and said.revision > person.acted_at]
        seen = [words for words in seen if words != KEPT_TEXT]
        return "\n\n".join(seen + [toast.text for toast in person.toasts if toast.revision > person.acted_at])

    def heard(self, name: str) -> list[str]:
        """Everything that has come into the chat since the bot stands on this code."""
        return [seen.text for seen in self.persons[name].chat if seen.from_bot and seen.text != KEPT_TEXT]


def found(folder: Path) -> Living:
    """The database in a file of this folder; the bot does not stand on it yet."""
    file, clock = folder / "centrik.sqlite3", ManualClock(STOPPED)
    with closing(sqlite3.connect(file)) as db:
        db.executescript(KEPT)
    living = build_world(file, clock, kind=Living)
    living.telegram.state._message_count = LATER_MESSAGES
    living.telegram.updates.set_next_id(LATER_UPDATES)
    return living


async def wakes(living: Living, *, documents: bool = False) -> None:
    """Start the bot on the database and let it do all that is due; documents take their time and may be left out."""
    if not documents:
        with living.db() as db:
            db.execute(text("DELETE FROM errand WHERE state <> 'done'"))  # as the table was called then
            db.commit()
    await living.app.start()
    living.telegram.state.consumer = living.app.take
    await living.settle()
