"""The commands beside the text field: those of everybody, and more for staff while they are staff."""

import pytest
from sqlalchemy import delete, update

from models import Account, InviteKind, Role, RoleGrant
from sandbox.calls.faults import Fault
from sandbox.person import Person
from sandbox.telegram.profile import commands_for
from services.people.invites import PREFIX, InviteTarget, make_invite
from tests.builders import make_organization, make_teacher
from tests.flows.people.newcomers import newly_registered
from tests.world import World

COMMON = ["events", "my", "card", "certificates", "profile", "help"]
STAFF = [*COMMON, "new_event", "manage", "invite", "broadcast"]


@pytest.fixture
def methodist(world: World) -> Person:
    with world.db() as db:
        tatiana = make_teacher(db, "Лугова Татьяна Сергеевна")
        db.commit()
    return world.registered(tatiana.id, role=Role.METHODIST)


def commands_of(world: World, person: Person, language: str = "ru") -> list[str]:
    return [command["command"] for command in commands_for(world.telegram.state, person.id, language)]


async def test_a_teacher_has_the_common_commands(world: World) -> None:
    nina = world.person("Нина")
    await nina.types("/start")
    assert commands_of(world, nina) == COMMON


async def test_a_methodist_has_the_staff_s_commands_as_well(world: World, methodist: Person) -> None:
    await world.settle()
    assert commands_of(world, methodist) == STAFF


async def test_an_admin_of_the_settings_has_all_commands_from_the_first_start(world: World) -> None:
    olga = world.admin()
    await olga.types("/start")
    assert commands_of(world, olga) == [*STAFF, "delivery"]


async def test_a_staff_invitation_brings_the_staff_s_commands(world: World) -> None:
    with world.db() as db:
        make_organization(db, "СОШ № 5")
        token = make_invite(db, InviteTarget(InviteKind.STAFF, role=Role.METHODIST), world.clock.now())
        db.commit()
    nina = await newly_registered(world, "Агеева Нина Петровна")
    assert commands_of(world, nina) == COMMON
    await nina.types(f"/start {PREFIX}{token}")
    assert commands_of(world, nina) == STAFF


async def test_a_person_who_leaves_the_staff_loses_the_commands(world: World, methodist: Person) -> None:
    await world.settle()
    with world.db() as db:
        db.execute(delete(RoleGrant))
        db.commit()
    await world.settle()
    assert commands_of(world, methodist) == COMMON


async def test_descriptions_are_in_the_person_s_language(world: World, methodist: Person) -> None:
    await world.settle()
    assert commands_for(world.telegram.state, methodist.id, "ru")[6]["description"] == "Новое мероприятие"
    with world.db() as db:
        db.execute(update(Account).values(language="en"))
        db.commit()
    await world.settle()
    assert commands_for(world.telegram.state, methodist.id, "ru")[6]["description"] == "New event"


async def test_unchanged_commands_are_sent_once(world: World, methodist: Person) -> None:
    await world.settle()
    sent = len(world.telegram.journal.calls("setMyCommands"))
    await methodist.types("/manage")
    await world.settle()
    assert len(world.telegram.journal.calls("setMyCommands")) == sent


@pytest.mark.parametrize("fault", ["drop_before", "500"])
async def test_commands_that_failed_are_sent_again_and_hold_nothing_up(
    world: World, methodist: Person, fault: str
) -> None:
    world.telegram.faults.add(Fault(fault, method="setMyCommands", times=1))
    await methodist.types("/manage")
    assert "Мои мероприятия" in methodist.screen.text
    await world.settle()
    assert commands_of(world, methodist) == STAFF


async def test_a_person_who_blocked_the_bot_gets_the_commands_when_back(world: World, methodist: Person) -> None:
    await methodist.blocks_bot()
    await world.settle()
    assert commands_of(world, methodist) == COMMON
    await methodist.unblocks_bot()
    await methodist.types("/start")
    assert commands_of(world, methodist) == STAFF


async def test_a_closed_chat_keeps_nobody_else_waiting(world: World, methodist: Person) -> None:
    with world.db() as db:
        gone = make_teacher(db, "Чижова Марина Павловна", role=Role.METHODIST)
        db.add(Account(messenger="telegram", external_id=1, teacher_id=gone.id, created_at=world.clock.now()))
        db.commit()
    await world.settle()
    assert commands_of(world, methodist) == STAFF
    await world.settle()
    assert len(world.telegram.journal.calls("setMyCommands")) == 5
