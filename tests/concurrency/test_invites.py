"""One link, ten phones at once, on both databases: one enters."""

import asyncio
from collections import Counter
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.database.engine import Database
from models import Account, Base, InviteKind
from services.actors import CONSENT_VERSION, actor_of
from services.people import consent as consents
from services.people import invites
from services.refusals import Refusal
from tests.builders import NOW, make_actor, make_network, make_teacher

TEN = 10


async def test_ten_at_once_for_one_link_on_sqlite(tmp_path: Path) -> None:
    await one_enters(f"sqlite+aiosqlite:///{tmp_path}/invites.sqlite3")


async def test_ten_at_once_for_one_link_on_postgresql(postgres_url: str) -> None:
    await one_enters(postgres_url)


async def one_enters(url: str) -> None:
    database = Database(url)
    async with database.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    invite, accounts = await database.run(_prepare)
    gate = asyncio.Barrier(TEN)

    async def enter(account: int) -> str:
        own = Database(url)
        await own.read(_holders)
        await gate.wait()
        try:
            await own.run(_redeem, account, invite)
        except Refusal as refusal:
            return type(refusal).__name__
        finally:
            await own.close()
        return "entered"

    came = Counter(await asyncio.gather(*(enter(account) for account in accounts)))
    holders = await database.read(_holders)
    await database.close()
    assert came == {"entered": 1, "InviteUseless": TEN - 1}
    assert holders == 1


def _prepare(db: Session) -> tuple[int, list[int]]:
    make_network(db)
    irina = make_teacher(db, "Зотова Ирина Львовна")
    token = invites.make_invite(db, InviteKind.PERSON, None, irina.id, None, NOW)
    people = [make_actor(db, None) for _ in range(TEN)]
    for actor in people:
        consents.give_consent(db, actor, CONSENT_VERSION, "0" * 64, None, NOW)
    return invites.open_invite(db, people[0], token, NOW).invite, [actor.account.id for actor in people]


def _redeem(db: Session, account: int, invite: int) -> None:
    invites.redeem(db, actor_of(db, db.get_one(Account, account)), invite, NOW)


def _holders(db: Session) -> int:
    return db.scalar(select(func.count()).select_from(Account).where(Account.teacher_id.is_not(None))) or 0
