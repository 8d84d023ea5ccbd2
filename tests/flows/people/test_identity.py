"""What the staff is asked about newcomers: unknown organizations, known names."""

import pytest
from sqlalchemy import select

from models import IdentityQuestion, Organization, OrganizationClaim, OrganizationKind, Role, Teacher
from tests.builders import make_organization, make_teacher
from tests.flows.people.newcomers import SCHOOLS, consented, registered, said, teacher_of
from tests.world import World


@pytest.fixture(autouse=True)
def schools(world: World) -> None:
    with world.db() as db:
        for short in SCHOOLS:
            make_organization(db, short)
        db.commit()


async def test_a_school_that_is_not_there_reaches_the_staff_and_comes_back(world: World) -> None:
    with world.db() as db:
        methodist = make_teacher(db, "Лугова Татьяна Сергеевна")
        db.commit()
    tatiana = world.registered(methodist.id, role=Role.METHODIST)
    irina = await consented(world)
    await irina.types("Зотова Ирина")
    await irina.presses("Моей организации нет")
    await irina.types("7")
    assert "Нужно название словами" in irina.screen.text
    await irina.types("Лесозаводская начальная школа")
    await irina.presses("учитель")
    await irina.presses("Пропустить")
    assert "уточняет методист" in said(irina)

    await world.settle()
    assert "Зотова Ирина не нашёл(ла) свою организацию" in tatiana.screen.text
    await tatiana.presses("Лесозаводская СОШ")
    assert "Записали: Зотова Ирина работает в организации Лесозаводская СОШ." in said(tatiana)
    await world.settle()
    assert "Методист указал Вашу организацию: Лесозаводская СОШ." in irina.screen.text
    teacher = teacher_of(world, irina)
    assert teacher is not None
    assert teacher.organization is not None


async def test_the_staff_adds_a_new_school_and_the_second_answer_hears_who_was_first(world: World) -> None:
    with world.db() as db:
        one, other = make_teacher(db, "Лугова Татьяна Сергеевна"), make_teacher(db, "Чижова Марина Павловна")
        db.commit()
    tatiana, marina = (world.registered(who.id, role=Role.METHODIST) for who in (one, other))
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

    assert "уже ответил(а) Лугова Татьяна Сергеевна" in said(marina)
    with world.db() as db:
        added = db.scalars(select(Organization).where(Organization.title.contains("Заозёрная"))).one()
        claim = db.scalars(select(OrganizationClaim)).one()
    assert added.kind is OrganizationKind.SCHOOL
    assert claim.resolved_organization_id == added.id


@pytest.mark.parametrize(
    ("answer", "told", "profiles"),
    [
        ("Тот же человек", "Методист подтвердил, что Вы – Зотова Ирина Львовна.", 1),
        ("Однофамилец", "разные люди", 2),
    ],
)
async def test_a_known_name_goes_to_a_methodist_whose_answer_is_told(
    world: World, answer: str, told: str, profiles: int
) -> None:
    with world.db() as db:
        methodist = make_teacher(db, "Лугова Татьяна Сергеевна")
        school = db.scalars(select(Organization).where(Organization.short == "СОШ № 5")).one()
        known = make_teacher(db, "Зотова Ирина Львовна", school)
        db.commit()
    tatiana = world.registered(methodist.id, role=Role.METHODIST)
    irina = await registered(world, "Зотова Ирина")
    assert "Методист проверит, Вы ли это" in said(irina)

    await world.settle()
    assert "Это один и тот же человек?" in tatiana.screen.text
    await tatiana.presses(answer)
    await world.settle()

    assert told in irina.screen.text
    with world.db() as db:
        living = db.scalars(select(Teacher.id).where(Teacher.erased_at.is_(None), Teacher.surname == "Зотова")).all()
        assert db.scalars(select(IdentityQuestion.answered_by_id)).one() is not None
    assert len(living) == profiles
    teacher = teacher_of(world, irina)
    assert teacher is not None
    assert (teacher.id == known.id) == (profiles == 1)
