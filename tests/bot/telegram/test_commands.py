"""The commands beside the field for typing: a teacher's own, and the staff's beside them while they are staff."""

import pytest
from sqlalchemy import delete, update

from models import Account, InviteKind, Role, RoleGrant
from sandbox.calls.faults import Fault
from sandbox.person import Person
from sandbox.telegram.profile import commands_for
from services.people.invites import PREFIX, InviteTarget, make_invite
from tests.builders import make_organization, make_teacher
from tests.flows.people.newcomers import registered
from tests.world import World

EVERYBODY = ["events", "my", "card", "certificates", "profile", "help"]
STAFF = [*EVERYBODY, "new_event", "manage", "invite", "broadcast"]


@pytest.fixture
def methodist(world: World) -> Person:
    with world.db() as db:
        tatiana = make_teacher(db, "Лугова Татьяна Сергеевна")
        db.commit()
    return world.registered(tatiana.id, role=Role.METHODIST)


def menu(world: World, person: Person, language: str = "ru") -> list[str]:
    return [command["command"] for command in commands_for(world.telegram.state, person.id, language)]


async def test_a_teacher_has_the_commands_of_everybody(world: World) -> None:
    nina = world.person("Нина")
    await nina.types("/start")
    assert menu(world, nina) == EVERYBODY


async def test_a_methodist_has_the_staff_s_commands_beside_them(world: World, methodist: Person) -> None:
    await world.settle()
    assert menu(world, methodist) == STAFF


async def test_an_admin_of_the_settings_has_them_from_the_first_start(world: World) -> None:
    olga = world.admin()
    await olga.types("/start")
    assert menu(world, olga) == [*STAFF, "delivery"]


async def test_a_link_for_the_staff_brings_them(world: World) -> None:
    with world.db() as db:
        make_organization(db, "СОШ № 5")
        token = make_invite(db, InviteTarget(InviteKind.STAFF, role=Role.METHODIST), world.clock.now())
        db.commit()
    nina = await registered(world, "Агеева Нина Петровна")
    assert menu(world, nina) == EVERYBODY
    await nina.types(f"/start {PREFIX}{token}")
    assert menu(world, nina) == STAFF


async def test_who_leaves_the_staff_loses_them(world: World, methodist: Person) -> None:
    await world.settle()
    with world.db() as db:
        db.execute(delete(RoleGrant))
        db.commit()
    await world.settle()
    assert menu(world, methodist) == EVERYBODY


async def test_they_are_in_the_person_s_language(world: World, methodist: Person) -> None:
    await world.settle()
    assert commands_for(world.telegram.state, methodist.id, "ru")[6]["description"] == "Новое мероприятие"
    with world.db() as db:
        db.execute(update(Account).values(language="en"))
        db.commit()
    await world.settle()
    assert commands_for(world.telegram.state, methodist.id, "ru")[6]["description"] == "New event"


async def test_they_are_told_once(world: World, methodist: Person) -> None:
    await world.settle()
    told = len(world.telegram.journal.calls("setMyCommands"))
    await methodist.types("/manage")
    await world.settle()
    assert len(world.telegram.journal.calls("setMyCommands")) == told


@pytest.mark.parametrize("fault", ["drop_before", "500"])
async def test_a_failure_is_tried_again_and_holds_nothing_up(world: World, methodist: Person, fault: str) -> None:
    world.telegram.faults.add(Fault(fault, method="setMyCommands", times=1))
    await methodist.types("/manage")
    assert "Мои мероприятия" in methodist.screen.text
    await world.settle()
    assert menu(world, methodist) == STAFF


async def test_who_has_blocked_the_bot_is_told_when_they_are_back(world: World, methodist: Person) -> None:
    await methodist.blocks_bot()
    await world.settle()
    assert menu(world, methodist) == EVERYBODY
    await methodist.unblocks_bot()
    await methodist.types("/start")
    assert menu(world, methodist) == STAFF


async def test_one_chat_that_is_gone_keeps_nobody_else_waiting(world: World, methodist: Person) -> None:
    with world.db() as db:
        gone = make_teacher(db, "Чижова Марина Павловна", role=Role.METHODIST)
        db.add(Account(external_id=1, teacher_id=gone.id, created_at=world.clock.now()))
        db.commit()
    await world.settle()
    assert menu(world, methodist) == STAFF
    await world.settle()
    assert len(world.telegram.journal.calls("setMyCommands")) == 5
