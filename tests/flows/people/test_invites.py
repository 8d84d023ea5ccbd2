"""Invitation links, as their makers and receivers press through them."""

import re

import pytest
from sqlalchemy import select

from models import Account, Invite, InviteKind, Organization, Role, RoleGrant, Teacher
from sandbox.person import Person
from services.people.invites import InviteTarget, make_invite
from tests.builders import make_organization, make_teacher
from tests.flows.people.newcomers import chat_text
from tests.world import World


@pytest.fixture
def irina(world: World) -> int:
    """The id of a loaded teacher without an account."""
    with world.db() as db:
        school = make_organization(db, "СОШ № 5")
        row = make_teacher(db, "Зотова Ирина Львовна", school)
        db.commit()
    return row.id


@pytest.fixture
def tatiana(world: World) -> Person:
    with world.db() as db:
        row = make_teacher(db, "Лугова Татьяна Сергеевна")
        db.commit()
    return world.registered(row.id, role=Role.METHODIST)


def token_in(person: Person) -> str:
    """Return the payload of the link on the screen."""
    found = re.search(r"start=(inv_[\w-]+)", person.screen.text)
    assert found is not None, person.summary
    return found[1]


def teacher_id(world: World, person: Person) -> int | None:
    with world.db() as db:
        return db.scalars(select(Account.teacher_id).where(Account.external_id == person.id)).one()


async def test_entering_by_a_personal_link_takes_two_actions(world: World, tatiana: Person, irina: int) -> None:
    await tatiana.types("Профиль")
    await tatiana.presses("Пригласить")
    await tatiana.presses("Педагога из списка")
    await tatiana.presses("Зотова Ирина Львовна, СОШ № 5")
    assert "Работает один раз" in tatiana.screen.text
    link = token_in(tatiana)

    phone = world.person("Ира")
    await phone.types(f"/start {link}")
    await phone.presses("Согласен(на)")

    assert "Готово, Ирина Львовна!" in chat_text(phone)
    assert teacher_id(world, phone) == irina
    with world.db() as db:
        assert db.get_one(Teacher, irina).self_registered is False


async def test_entering_by_a_staff_link_takes_two_actions(world: World, irina: int) -> None:
    with world.db() as db:
        token = make_invite(
            db, InviteTarget(InviteKind.STAFF, role=Role.METHODIST, teacher_id=irina), world.clock.now()
        )
        db.commit()
    phone = world.person("Ира")
    await phone.types(f"/start inv_{token}")
    await phone.presses("Согласен(на)")

    assert "Вам открыты разделы методиста" in chat_text(phone)
    assert ["Новое мероприятие", "Мои мероприятия"] in phone.keyboard


async def test_a_used_link_reveals_nothing_about_its_person(world: World, tatiana: Person, irina: int) -> None:
    await tatiana.types("/invite")
    await tatiana.presses("Педагога из списка")
    await tatiana.types("зотова")
    await tatiana.presses("Зотова Ирина Львовна, СОШ № 5")
    link = token_in(tatiana)
    first, second = world.person("Ира"), world.person("Чужой")
    for phone in (first, second):
        await phone.types(f"/start {link}")
    for phone in (first, second):
        await phone.presses("Согласен(на)")

    assert teacher_id(world, first) == irina
    assert teacher_id(world, second) is None
    assert "Эта ссылка не подходит" in second.screen.text
    assert "Зотова" not in chat_text(second)
    await second.presses("Начать")
    assert "Настройка займёт около минуты." in second.screen.text
    await first.types(f"/start {link}")
    assert "Вы уже вошли по этой ссылке, Ирина Львовна." in first.screen.text


@pytest.mark.parametrize("payload", ["inv_", "inv_nothing", "inv_%F0", "inv_" + "a" * 60])
async def test_an_invalid_link_gets_the_same_refusal_and_a_way_on(world: World, payload: str) -> None:
    phone = world.person("Ира")
    await phone.types(f"/start {payload}")

    assert "Эта ссылка не подходит" in phone.screen.text
    assert "Начать" in phone.labels


async def test_an_expired_link_gets_the_same_refusal(world: World, irina: int) -> None:
    with world.db() as db:
        token = make_invite(db, InviteTarget(InviteKind.PERSON, teacher_id=irina), world.clock.now())
        db.commit()
    world.clock.advance(days=31)
    phone = world.person("Ира")
    await phone.types(f"/start inv_{token}")

    assert "Эта ссылка не подходит" in phone.screen.text


@pytest.mark.usefixtures("irina")
async def test_a_school_link_asks_only_for_name_post_and_subjects(world: World, tatiana: Person) -> None:
    await tatiana.types("/invite")
    await tatiana.presses("Школу")
    await tatiana.presses("СОШ № 5")
    link = token_in(tatiana)
    for name in ("Уваров Денис", "Цветаев Кирилл"):
        phone = world.person(name)
        await phone.types(f"/start {link}")
        await phone.presses("Согласен(на)")
        await phone.types(name)
        assert "Кем Вы работаете?" in phone.screen.text
        await phone.presses("учитель")
        await phone.presses("Пропустить")
        with world.db() as db:
            row = db.get_one(Teacher, teacher_id(world, phone))
            assert row.organization is not None
            assert row.organization.short == "СОШ № 5"


@pytest.mark.usefixtures("irina")
async def test_a_second_link_of_a_school_warns_before_it_cancels_the_first(world: World, tatiana: Person) -> None:
    await tatiana.types("/invite")
    await tatiana.presses("Школу")
    await tatiana.presses("СОШ № 5")
    first = token_in(tatiana)
    await tatiana.presses("Пригласить ещё")
    await tatiana.presses("Школу")
    await tatiana.presses("СОШ № 5")
    assert "Новая отменит прежнюю." in tatiana.screen.text
    phone = world.person("Ира")
    await phone.types(f"/start {first}")
    assert "Вас пригласили" in phone.screen.text

    await tatiana.presses("Сделать новую")
    assert "Прежняя ссылка больше не работает." in tatiana.screen.text
    await phone.types(f"/start {first}")
    assert "Эта ссылка не подходит" in phone.screen.text


async def test_only_admins_see_and_make_links_for_the_staff(world: World, tatiana: Person) -> None:
    await tatiana.types("/invite")
    assert "Методиста" not in tatiana.labels
    await tatiana.presses_data(tatiana.screen.message_id, "inv:meth:0:0")
    assert "делает администратор сети" in tatiana.screen.text

    olga = world.admin()
    await olga.types("/start")
    assert "Вы администратор сети" in chat_text(olga)
    await olga.types("/invite")
    await olga.presses("Методиста")
    phone = world.person("Марина")
    await phone.types(f"/start {token_in(olga)}")
    await phone.presses("Согласен(на)")
    await phone.types("Чижова Марина Павловна")
    await phone.presses("Моей организации нет")
    await phone.types("Методический центр округа")
    await phone.presses("методист")
    await phone.presses("Пропустить")

    assert "Вам открыты разделы методиста" in chat_text(phone)
    with world.db() as db:
        granted = db.scalars(select(RoleGrant.role).where(RoleGrant.teacher_id == teacher_id(world, phone))).all()
    assert granted == [Role.METHODIST]


async def test_a_teacher_cannot_invite_even_with_a_forged_button(world: World, irina: int) -> None:
    phone = world.registered(irina)
    await phone.types("/invite")
    assert "Это могут только методисты сети." in phone.screen.text
    await phone.types("Профиль")
    for data in ("inv:school:1:0", "inv:pers:1:0", "inv:admin:0:1", "sch:1", "ppl:1"):
        await phone.presses_data(phone.screen.message_id, data)
    with world.db() as db:
        assert db.scalars(select(Invite)).all() == []


async def test_the_list_of_teachers_has_pages_and_a_search(world: World, tatiana: Person) -> None:
    with world.db() as db:
        for number in range(8):
            make_teacher(db, f"Иванова {'А' * (number + 2)} Петровна", db.scalars(select(Organization)).first())
        db.commit()
    await tatiana.types("/invite")
    await tatiana.presses("Педагога из списка")
    await tatiana.presses("›")
    assert "2 из 2" in tatiana.labels
    await tatiana.types("Сидорова")
    assert "такого человека нет" in tatiana.screen.text
    await tatiana.presses("‹ Назад")
    assert "1 из 2" in tatiana.labels
