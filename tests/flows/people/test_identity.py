"""Questions to the staff about newcomers: unknown organizations and known names."""

import pytest
from sqlalchemy import select

from models import IdentityQuestion, Organization, OrganizationClaim, OrganizationKind, Role, Teacher
from tests.builders import make_teacher
from tests.flows.network_people import add_person
from tests.flows.people.newcomers import chat_text, consented, newly_registered, teacher_of
from tests.world import World

pytestmark = pytest.mark.usefixtures("schools")


async def test_a_methodist_chooses_the_school_that_a_newcomer_did_not_find(world: World) -> None:
    tatiana = add_person(world, "Лугова Татьяна Сергеевна", role=Role.METHODIST)
    irina = await consented(world)
    await irina.types("Зотова Ирина")
    await irina.presses("Моей организации нет")
    await irina.types("7")
    assert "Нужно название словами" in irina.screen.text
    await irina.types("Лесозаводская начальная школа")
    await irina.presses("учитель")
    await irina.presses("Пропустить")
    assert "уточняет методист" in chat_text(irina)

    await world.settle()
    assert "Зотова Ирина не нашёл(ла) свою организацию" in tatiana.screen.text
    await tatiana.presses("Лесозаводская СОШ")
    assert "Записали: Зотова Ирина работает в организации Лесозаводская СОШ." in chat_text(tatiana)
    await world.settle()
    assert "Методист указал Вашу организацию: Лесозаводская СОШ." in irina.screen.text
    teacher = teacher_of(world, irina)
    assert teacher is not None
    assert teacher.organization is not None


async def test_a_methodist_adds_a_school_and_a_second_answer_names_the_first_methodist(world: World) -> None:
    tatiana, marina = (
        add_person(world, name, role=Role.METHODIST) for name in ("Лугова Татьяна Сергеевна", "Чижова Марина Павловна")
    )
    irina = await consented(world)
    await irina.types("Зотова Ирина")
    await irina.presses("Моей организации нет")
    await irina.types("МБОУ «Заозёрная школа-интернат»")
    await irina.presses("учитель")
    await irina.presses("Пропустить")
    await world.settle()

    await tatiana.presses("Добавить новую")
    await tatiana.presses("Школа")
    await marina.presses("Добавить новую")

    assert "уже ответил(а) Лугова Татьяна Сергеевна" in chat_text(marina)
    with world.db() as db:
        added = db.scalars(select(Organization).where(Organization.title.contains("Заозёрная"))).one()
        claim = db.scalars(select(OrganizationClaim)).one()
    assert added.kind is OrganizationKind.SCHOOL
    assert claim.resolved_organization_id == added.id


@pytest.mark.parametrize(
    ("answer", "notice", "profiles"),
    [
        ("Тот же человек", "Методист подтвердил, что Вы – Зотова Ирина Львовна.", 1),
        ("Однофамилец", "разные люди", 2),
    ],
)
async def test_a_methodist_decides_about_a_known_name_and_the_newcomer_is_notified(
    world: World, answer: str, notice: str, profiles: int
) -> None:
    with world.db() as db:
        school = db.scalars(select(Organization).where(Organization.short == "СОШ № 5")).one()
        known = make_teacher(db, "Зотова Ирина Львовна", school)
        db.commit()
    tatiana = add_person(world, "Лугова Татьяна Сергеевна", role=Role.METHODIST)
    irina = await newly_registered(world, "Зотова Ирина")
    assert "Методист проверит, Вы ли это" in chat_text(irina)

    await world.settle()
    assert "Это один и тот же человек?" in tatiana.screen.text
    await tatiana.presses(answer)
    await world.settle()

    assert notice in irina.screen.text
    with world.db() as db:
        living = db.scalars(select(Teacher.id).where(Teacher.erased_at.is_(None), Teacher.surname == "Зотова")).all()
        assert db.scalars(select(IdentityQuestion.answered_by_id)).one() is not None
    assert len(living) == profiles
    teacher = teacher_of(world, irina)
    assert teacher is not None
    assert (teacher.id == known.id) == (profiles == 1)
