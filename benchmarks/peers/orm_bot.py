"""A plain aiogram bot: a dispatcher, three middlewares and an ORM, one row written at every press."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aiogram import BaseMiddleware, Bot, Dispatcher, F
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message, TelegramObject
from sqlalchemy import BigInteger, DateTime, ForeignKey, event, insert, make_url, select
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from benchmarks.network import FIRST_CHAT
from benchmarks.session import InstantSession

DEFINITION = (
    "an aiogram dispatcher with three middlewares (session, user, language) and the ORM: 2 SELECT, INSERT, COMMIT, "
    "then the message edited and the press answered; one connection"
)
Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "peer_user"
    id: Mapped[int] = mapped_column(primary_key=True)
    chat: Mapped[int] = mapped_column(BigInteger, unique=True)
    name: Mapped[str]
    language: Mapped[str]


class Meeting(Base):
    __tablename__ = "peer_meeting"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    place: Mapped[str]


class Opened(Base):
    __tablename__ = "peer_opened"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    meeting_id: Mapped[int] = mapped_column(ForeignKey(Meeting.id))
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class WithSession(BaseMiddleware):
    def __init__(self, sessions: async_sessionmaker[AsyncSession]) -> None:
        self._sessions = sessions

    async def __call__(self, handler: Handler, update: TelegramObject, data: dict[str, Any]) -> Any:
        async with self._sessions() as session:
            data["session"] = session
            return await handler(update, data)


class WithUser(BaseMiddleware):
    async def __call__(self, handler: Handler, update: TelegramObject, data: dict[str, Any]) -> Any:
        chat = data["event_from_user"].id
        data["user"] = (await data["session"].scalars(select(User).where(User.chat == chat))).one()
        return await handler(update, data)


class WithLanguage(BaseMiddleware):
    async def __call__(self, handler: Handler, update: TelegramObject, data: dict[str, Any]) -> Any:
        data["language"] = data["user"].language
        return await handler(update, data)


async def show_meeting(query: CallbackQuery, session: AsyncSession, user: User, language: str) -> None:
    """Write that the person has opened the meeting, commit, then show it."""
    number = int((query.data or "").partition(":")[2])
    meeting = (await session.scalars(select(Meeting).where(Meeting.id == number))).one()
    session.add(Opened(user_id=user.id, meeting_id=meeting.id, at=datetime.now(UTC)))
    await session.commit()
    text = f"<b>{meeting.title}</b>\n{meeting.place}\n{user.name} ({language})"
    button = InlineKeyboardButton(text="Sign up", callback_data=f"sign:{meeting.id}")
    if isinstance(query.message, Message):
        keyboard = InlineKeyboardMarkup(inline_keyboard=[[button]])
        await query.message.edit_text(text, parse_mode="HTML", reply_markup=keyboard)
    await query.answer()


@asynccontextmanager
async def orm_bot(url: str, people: int, session: InstantSession) -> AsyncIterator[Callable[[Any], Awaitable[Any]]]:
    """Yield the function that takes a raw update. Its tables stand beside ours; on SQLite it has a file of its own."""
    engine = _engine(url)
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
        users = [{"chat": FIRST_CHAT + number, "name": "Анна", "language": "ru"} for number in range(people)]
        await connection.execute(insert(User), users)
        await connection.execute(insert(Meeting), [{"title": "Мастерская", "place": "СОШ № 1"} for _ in range(12)])
    dispatcher, bot = Dispatcher(), Bot("42:TEST", session=session)
    sessions = async_sessionmaker(engine, expire_on_commit=False)
    for middleware in (WithSession(sessions), WithUser(), WithLanguage()):
        dispatcher.callback_query.middleware(middleware)
    dispatcher.callback_query.register(show_meeting, F.data.startswith("ev:"))
    try:
        yield lambda raw: dispatcher.feed_raw_update(bot, raw)
    finally:
        await engine.dispose()


def _engine(url: str) -> AsyncEngine:
    address = make_url(url)
    if address.get_backend_name() != "sqlite":
        return create_async_engine(address, pool_size=1, max_overflow=0)
    file = Path(address.database or "").with_name("peer.sqlite3")
    engine = create_async_engine(address.set(database=str(file)), pool_size=1, max_overflow=0)

    @event.listens_for(engine.sync_engine, "connect")
    def _on_connect(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine.sync_engine, "begin")
    def _on_begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine
