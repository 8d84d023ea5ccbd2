"""The ground for a person's data: given in the chat, said at the door, shown in «Мои данные», ended by a withdrawal."""

import pytest
from sqlalchemy import select

from models import Account, DataGround, GroundKind, Teacher
from services.data_grounds import people_without_ground, tell_of_missing_grounds
from tests.builders import make_organization, make_teacher
from tests.flows.people.newcomers import newly_registered
from tests.flows.seminar import STARTS, Seminar, open_seminar
from tests.world import World


def grounds(world: World) -> list[tuple[str, GroundKind, bool, bool]]:
    """Return surname, kind, whether somebody entered it for the person, and whether it still holds."""
    with world.db() as db:
        rows = db.execute(select(DataGround, Teacher.surname).join(Teacher, Teacher.id == DataGround.teacher_id))
        return [(name, row.kind, row.entered_by_id is not None, row.ended_at is None) for row, name in rows]


async def test_a_consent_in_the_chat_is_a_ground_until_it_is_withdrawn(world: World) -> None:
    with world.db() as db:
        make_organization(db, "СОШ № 5")
        db.commit()
    anna = await newly_registered(world, "Агеева Анна Петровна")
    ((_, kind, entered, holds),) = grounds(world)
    assert (kind, entered, holds) == (GroundKind.OWN_CONSENT, False, True)
    await anna.types("/profile")
    await anna.presses("Мои данные")
    assert "Основание хранения: собственное согласие" in anna.screen.text
    await anna.presses("Отозвать согласие")
    await anna.presses("Да, отозвать")
    ((_, _, _, holds),) = grounds(world)
    assert not holds


@pytest.mark.parametrize(
    ("label", "kind"),
    [("Согласие на бумаге", GroundKind.PAPER_CONSENT), ("Приказ работодателя", GroundKind.EMPLOYER_ORDER)],
)
async def test_at_the_door_one_press_records_the_ground(world: World, label: str, kind: GroundKind) -> None:
    seminar = await at_the_door(world)
    assert "На каком основании записаны ФИО?" in seminar.tatiana.screen.text
    await seminar.tatiana.presses(label)
    assert "На каком основании" not in seminar.tatiana.screen.text
    assert ("Серова", kind, True, True) in grounds(world)


async def test_a_question_at_the_door_that_is_passed_by_records_nothing(world: World) -> None:
    seminar = await at_the_door(world)
    await seminar.tatiana.presses("К списку")
    assert "Серова" in seminar.tatiana.screen.text + "".join(seminar.tatiana.labels)
    assert "Серова" not in {row[0] for row in grounds(world)}


async def test_admins_hear_once_how_many_people_have_no_ground(world: World) -> None:
    with world.db() as db:
        make_teacher(db, "Агеева Нина Петровна")
        db.commit()
    admin = world.admin()
    await admin.types("/start")
    for _ in range(2):
        await world.app.database.run(tell_of_missing_grounds, world.clock.now())
        await world.settle()
    told = [message.text for message in admin.chat if "не указано, на каком основании" in message.text]
    with world.db() as db:
        assert [f"У {people_without_ground(db)} человека" in text for text in told] == [True]
        assert db.scalars(select(Account)).unique().all() != []


async def at_the_door(world: World) -> Seminar:
    seminar = await open_seminar(world)
    await seminar.advance_to(STARTS)
    await seminar.opens_attendance()
    await seminar.tatiana.presses("Добавить участника")
    await seminar.tatiana.types("Серова Инна Павловна")
    await seminar.tatiana.presses("Новый участник")
    await seminar.tatiana.presses("Без организации")
    return seminar
