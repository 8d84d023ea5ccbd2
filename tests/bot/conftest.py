"""The transport with handlers that say what a test tells them, over the sandbox in the same process."""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from sqlalchemy.orm import Session

from bot.app import App, create_app
from bot.inbox.flood import Flood
from bot.outbox.pace import Pace
from bot.settings import Settings
from handlers.work import Work
from models import InboxUpdate, OutboxMessage
from sandbox.local import Telegram
from sandbox.person import Person
from sandbox.session import SandboxSession
from screens.screen import Button, Screen
from services.actors import Actor
from tests.sqlite import create_tables


class StandingClock:
    """Time that passes when a test says so."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 10, 5, 7, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment

    def advance(self, **span: float) -> None:
        self.moment += timedelta(**span)


class Heard:
    """What a handler got with one message or press."""

    def __init__(self, words: str, work: Work, actor: Actor, now: datetime, state: FSMContext) -> None:
        self.words, self.work, self.actor, self.now, self.state = words, work, actor, now, state


class Stage:
    """A bot whose answers a test writes: a screen, several, an exception to raise, or an async function of Heard."""

    def __init__(self, folder: Path) -> None:
        self.telegram = Telegram()
        self.clock = StandingClock()
        self.pace = Pace(per_second=10_000, burst=10_000)
        self.flood = Flood(limit=10_000)
        self.answers: dict[str, Any] = {}
        self.heard: list[str] = []
        self.file = folder / "centrik.db"
        self.settings = Settings(
            _env_file=None,
            bot_token="42:TEST",
            bot_api_url="http://127.0.0.1:1",
            database_url=f"sqlite+aiosqlite:///{self.file}",
            admin_ids=frozenset({9}),
        )
        self.apps: list[App] = []

    @property
    def app(self) -> App:
        return self.apps[-1]

    async def starts(self) -> App:
        """A bot process over the same database; the one before, if any, is as good as killed."""
        way = SandboxSession(self.telegram)
        made = create_app(self.settings, session=way, clock=self.clock, pace=self.pace, flood=self.flood)
        self.apps.append(made)
        await made.start()
        self.telegram.state.consumer = made.take
        return made

    def person(self, name: str = "Нина") -> Person:
        return self.telegram.person(name)

    @contextmanager
    def db(self) -> Iterator[Session]:
        engine = sa.create_engine(f"sqlite:///{self.file}")
        with Session(engine) as session:
            yield session
        engine.dispose()

    def inbox(self) -> list[InboxUpdate]:
        with self.db() as db:
            return list(db.scalars(sa.select(InboxUpdate).order_by(InboxUpdate.update_id)))

    def outbox(self) -> list[OutboxMessage]:
        with self.db() as db:
            return list(db.scalars(sa.select(OutboxMessage).order_by(OutboxMessage.id)))

    async def answer(self, heard: Heard) -> Any:
        self.heard.append(heard.words)
        answer = self.answers.get(heard.words, Screen(f"heard {heard.words}"))
        if isinstance(answer, Exception):
            raise answer
        return await answer(heard) if callable(answer) else answer


def listening(stage: Stage) -> Router:
    router = Router()

    async def message(message: Message, work: Work, actor: Actor, now: datetime, state: FSMContext) -> Any:
        return await stage.answer(Heard(message.text or "", work, actor, now, state))

    async def press(query: CallbackQuery, work: Work, actor: Actor, now: datetime, state: FSMContext) -> Any:
        return await stage.answer(Heard(query.data or "", work, actor, now, state))

    router.message.register(message)
    router.callback_query.register(press)
    return router


@pytest.fixture
async def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    made = Stage(tmp_path)
    create_tables(made.file)
    monkeypatch.setattr("bot.app.build_router", lambda: listening(made))
    await made.starts()
    yield made
    for app in made.apps:
        await app.close()


def card(text: str = "card", *labels: str, **screen: Any) -> Screen:
    """A screen with one button a row; each presses its own label."""
    return Screen(text, tuple((Button(label, wish=label),) for label in labels), **screen)
