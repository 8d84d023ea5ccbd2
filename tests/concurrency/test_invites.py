"""Ten people open one invite at the same moment, on both databases: one enters."""

import asyncio
from collections import Counter

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.database.engine import Database
from models import Account, InviteKind
from services.actors import CONSENT_VERSION, actor_of
from services.people import consent as consents
from services.people import invites
from services.refusals import Refusal
from tests.builders import NOW, make_actor, make_network, make_teacher

PEOPLE = 10


async def test_one_of_ten_people_enters_by_one_link(database_url: str) -> None:
    database = Database(database_url)
    invite_id, account_ids = await database.run(_prepare)
    barrier = asyncio.Barrier(PEOPLE)

    async def enter(account_id: int) -> str:
        own = Database(database_url)
        await own.read(_count_holders)
        await barrier.wait()
        try:
            await own.run(_redeem, account_id, invite_id)
        except Refusal as refusal:
            return type(refusal).__name__
        finally:
            await own.close()
        return "entered"

    outcomes = Counter(await asyncio.gather(*(enter(account_id) for account_id in account_ids)))
    holders = await database.read(_count_holders)
    await database.close()
    assert outcomes == {"entered": 1, "InviteUseless": PEOPLE - 1}
    assert holders == 1


def _prepare(db: Session) -> tuple[int, list[int]]:
    make_network(db)
    irina = make_teacher(db, "Зотова Ирина Львовна")
    token = invites.make_invite(db, invites.InviteTarget(InviteKind.PERSON, teacher_id=irina.id), NOW)
    people = [make_actor(db, None) for _ in range(PEOPLE)]
    for actor in people:
        consents.give_consent(db, actor, consents.Agreement(CONSENT_VERSION, "0" * 64, None), NOW)
    return invites.open_invite(db, people[0], token, NOW).invite, [actor.account.id for actor in people]


def _redeem(db: Session, account_id: int, invite_id: int) -> None:
    invites.redeem(db, actor_of(db, db.get_one(Account, account_id)), invite_id, NOW)


def _count_holders(db: Session) -> int:
    return db.scalar(select(func.count()).select_from(Account).where(Account.teacher_id.is_not(None))) or 0
