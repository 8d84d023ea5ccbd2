"""An invitation and answers of several methodists about the same people at one moment, on both databases."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.database.engine import Database
from models import Account, IdentityQuestion, IdentityState, InviteKind, Role, Teacher
from services.actors import CONSENT_VERSION, actor_of
from services.people import consent as consents
from services.people import identity, invites
from services.refusals import Refusal
from tests.builders import NOW, make_actor, make_network, make_organization, make_teacher


@dataclass(frozen=True)
class Scene:
    """Ids: a newcomer's account with an invitation to `known`, and the questions about `known` and a third person."""

    account: int
    known: int
    invite: int
    methodists: list[int]
    questions: list[int]


async def test_answers_and_an_invitation_at_once_leave_one_merge_and_no_question_about_nobody(
    database_url: str,
) -> None:
    database = Database(database_url)
    scene = await database.run(_prepare)
    first, third = scene.questions
    acts: list[Callable[[Session], object]] = [
        lambda db: invites.redeem(db, actor_of(db, db.get_one(Account, scene.account)), scene.invite, NOW),
        lambda db: _answer(db, scene.methodists[0], first, IdentityState.SAME),
        lambda db: _answer(db, scene.methodists[1], first, IdentityState.SAME),
        lambda db: _answer(db, scene.methodists[2], third, IdentityState.NAMESAKE),
    ]
    barrier = asyncio.Barrier(len(acts))

    async def at_once(act: Callable[[Session], object]) -> None:
        own = Database(database_url)
        await own.read(_open_questions)
        await barrier.wait()
        try:
            await own.run(act)
        except Refusal:
            pass  # each may come too late
        finally:
            await own.close()

    await asyncio.gather(*(at_once(act) for act in acts))
    states, holder, erased = await database.read(_outcome)
    still_open = await database.read(_open_questions)
    await database.close()
    assert states == [IdentityState.SAME, IdentityState.NAMESAKE]
    assert (holder, erased) == (scene.known, 1)
    assert still_open == []


def _prepare(db: Session) -> Scene:
    make_network(db)
    school = make_organization(db)
    known, _third = (make_teacher(db, "Зотова Ирина Львовна", school) for _ in range(2))
    staff = [make_actor(db, make_teacher(db, f"Лугова {name}", role=Role.METHODIST)) for name in ("Анна", "Яна", "Ева")]
    newcomer = make_actor(db, make_teacher(db, "Зотова Ирина", school, self_registered=True))
    consents.give_consent(db, newcomer, consents.Agreement(CONSENT_VERSION, "0" * 64, None), NOW)
    identity.ask_about_namesakes(db, newcomer.require_teacher(), NOW)
    token = invites.make_invite(db, invites.InviteTarget(InviteKind.PERSON, teacher_id=known.id), NOW)
    return Scene(
        newcomer.account.id,
        known.id,
        invites.open_invite(db, newcomer, token, NOW).invite,
        [actor.account.id for actor in staff],
        list(db.scalars(select(IdentityQuestion.id).order_by(IdentityQuestion.id))),
    )


def _answer(db: Session, account_id: int, question: int, state: IdentityState) -> None:
    identity.answer(db, actor_of(db, db.get_one(Account, account_id)), question, state, NOW)


def _open_questions(db: Session) -> list[int]:
    return list(db.scalars(select(IdentityQuestion.id).where(IdentityQuestion.state == IdentityState.OPEN)))


def _outcome(db: Session) -> tuple[list[IdentityState], int | None, int]:
    states = list(db.scalars(select(IdentityQuestion.state).order_by(IdentityQuestion.id)))
    erased = list(db.scalars(select(Teacher.id).where(Teacher.erased_at.is_not(None))))
    holder = db.scalar(select(Account.teacher_id).order_by(Account.id.desc()).limit(1))
    return states, holder, len(erased)
