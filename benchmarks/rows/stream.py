"""Three hundred updates a second for a minute: nothing is lost, toasts come in time, the last screens are right."""

import asyncio
import itertools
import random
import re
import time
from collections import deque
from functools import partial
from typing import Any

from aiogram.methods import AnswerCallbackQuery, EditMessageText, SendMessage, TelegramMethod
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from benchmarks import updates
from benchmarks.databases import SQLITE, all_marked, new_database
from benchmarks.network import FIRST_CHAT, Filled, Size, fill
from benchmarks.rounds import Benchmark, Line, Rounds, always, at_most
from benchmarks.running_bot import Limits, running_bot
from benchmarks.session import InstantSession
from bot.app import App
from bot.database.engine import Database
from bot.inbox.flood import Flood
from bot.pace import Pace
from models import Event, InboxState, InboxUpdate
from screens import wishes
from screens.texts import Say

PER_SECOND = 300
SECONDS = 60
PEOPLE = 3_000
TOAST_EVERY = 5
"""One press in so many is of a button that nobody knows; its whole answer is a toast."""
BATCH = 100
STEP_SECONDS = 0.02
LATENCY = (0.03, 0.12)
DRAIN_SECONDS = 900
LINES = (
    Line("updates lost", "", always("=", 0)),
    Line("toast with the press's own words, p95", "s", at_most(2)),
    Line("last screens wrong", "", always("=", 0)),
    Line("from the last update to an empty queue", "s"),
)


class Watcher:
    """Screens of people: the words of each press for a toast, and the last screen of each chat."""

    def __init__(self, words: str) -> None:
        self.waits: list[float] = []
        self.expected: dict[int, str] = {}
        self.shown: dict[int, str] = {}
        self._words = words
        self._pressed: dict[str, tuple[int, float]] = {}
        self._as_text: dict[int, deque[float]] = {}

    @property
    def unanswered(self) -> int:
        return len(self._pressed) + sum(map(len, self._as_text.values()))

    def expect_toast(self, press: str, chat: int, moment: float) -> None:
        self._pressed[press] = chat, moment

    def on_toast(self, method: TelegramMethod[Any]) -> None:
        if not isinstance(method, AnswerCallbackQuery) or method.callback_query_id not in self._pressed:
            return
        chat, moment = self._pressed.pop(method.callback_query_id)
        if method.text == self._words:
            self.waits.append(time.monotonic() - moment)
        else:  # answered blankly meanwhile: the words come as a message
            self._as_text.setdefault(chat, deque()).append(moment)

    def on_message(self, chat: int, method: TelegramMethod[Any]) -> None:
        text = method.text if isinstance(method, SendMessage | EditMessageText) else ""
        if self._words in (text or ""):
            if waiting := self._as_text.get(chat):
                self.waits.append(time.monotonic() - waiting.popleft())
        else:
            self.shown[chat] = text or ""

    def wrong_screens(self) -> int:
        """Return how many people see another event than that of their last press."""
        return sum(
            not re.search(rf"{re.escape(title)}\b", self.shown.get(chat, "")) for chat, title in self.expected.items()
        )


def stored(db: Session) -> int:
    """Return the number of updates that are done."""
    done = InboxUpdate.state == InboxState.DONE
    return db.scalar(select(func.count()).select_from(InboxUpdate).where(done)) or 0


def titles(db: Session, events: list[int]) -> dict[int, str]:
    return {event: db.get_one(Event, event).title for event in events}


async def measure(rounds: Rounds) -> None:
    for _ in rounds:
        async with new_database(SQLITE) as url:
            database = Database(url)
            filled = await database.run(fill, Size(people=PEOPLE, participations=0))
            names = await database.read(titles, filled.events)
            await database.close()
            session = InstantSession(partial(random.uniform, *LATENCY))
            watcher = Watcher(Say("ru").plain("old-button"))
            session.on_toast, session.on_message = watcher.on_toast, watcher.on_message
            async with running_bot(url, session, Limits(pace=Pace(), flood=Flood())) as app:
                sent = await _send(app, session, watcher, filled, names)
                began = time.monotonic()
                await all_marked(url, DRAIN_SECONDS)
                await app.toasts.settle()
                rounds.note("updates lost", sent - await app.database.read(stored))
            rounds.note("toast with the press's own words, p95", _p95(watcher))
            rounds.note("last screens wrong", watcher.wrong_screens())
            rounds.note("from the last update to an empty queue", time.monotonic() - began)


async def _send(app: App, session: InstantSession, watcher: Watcher, filled: Filled, names: dict[int, str]) -> int:
    """Send the updates at their moments, or as soon as the bot has room for them; return how many."""
    total = PER_SECOND * SECONDS
    began, sent = time.monotonic(), 0
    chats = itertools.cycle(range(FIRST_CHAT, FIRST_CHAT + PEOPLE))
    while sent < total:
        due = min(total, int((time.monotonic() - began) * PER_SECOND))
        count = min(due - sent, app.inbox.free_capacity, BATCH)
        batch = []
        for number in range(sent, sent + count):
            chat, event = next(chats), random.choice(filled.events)
            is_for_toast = number % TOAST_EVERY == 0
            data = "nobody:knows" if is_for_toast else wishes.ShowEvent(event=event).pack()
            raw = updates.press(chat, session.newest[chat], data)
            if is_for_toast:
                watcher.expect_toast(raw["callback_query"]["id"], chat, began + number / PER_SECOND)
            else:
                watcher.expected[chat] = names[event]
            batch.append(raw)
        if batch:
            await app.inbox.store(batch)
            sent += count
        else:
            await asyncio.sleep(STEP_SECONDS)
    return sent


def _p95(watcher: Watcher) -> float:
    """Return seconds; words that never came count as late as the queue may take to empty."""
    waits = sorted([*watcher.waits, *[float(DRAIN_SECONDS)] * watcher.unanswered])
    return waits[int(len(waits) * 0.95)]


BENCHMARKS = (
    Benchmark(
        "stream",
        "none; the endpoint takes 30–120 ms, everything is limited as in a deployment, one press in five is answered "
        "by a toast alone",
        LINES,
        measure,
    ),
)
