"""Questions to the staff about newcomers: unknown organizations and known names."""

import pytest
from sqlalchemy import select

from models import (
    IdentityQuestion,
    IdentityState,
    InviteKind,
    Organization,
    OrganizationClaim,
    OrganizationKind,
    Role,
    Teacher,
)
from sandbox.person import Person
from sandbox.seen import SeenMessage
from services.people.invites import InviteTarget, make_invite
from tests.builders import make_teacher
from tests.flows.network_people import add_person, withdraws_consent
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


async def presses_question(tatiana: Person, question: SeenMessage, label: str) -> str:
    """Press a button of a question that was asked earlier; return the answer."""
    data = next(key["callback_data"] for row in question.keys for key in row if key["text"] == label)
    await tatiana.types("/help")
    await tatiana.presses_data(question.message_id, data)
    return tatiana.screen.text


def add_known(world: World, count: int = 1) -> list[int]:
    """Add people of the network's file with one name at СОШ № 5; return their ids."""
    with world.db() as db:
        school = db.scalars(select(Organization).where(Organization.short == "СОШ № 5")).one()
        ids = [make_teacher(db, "Зотова Ирина Львовна", school).id for _ in range(count)]
        db.commit()
    return ids


async def enters_by_link(world: World, person: Person, teacher_id: int) -> None:
    with world.db() as db:
        token = make_invite(db, InviteTarget(InviteKind.PERSON, teacher_id=teacher_id), world.clock.now())
        db.commit()
    await person.types(f"/start inv_{token}")
    await world.settle()


@pytest.mark.parametrize("label", ["Тот же человек", "Однофамилец"])
async def test_a_question_settled_by_an_invitation_says_so(world: World, label: str) -> None:
    (known,) = add_known(world)
    tatiana = add_person(world, "Лугова Татьяна Сергеевна", role=Role.METHODIST)
    irina = await newly_registered(world, "Зотова Ирина")
    await world.settle()
    question = tatiana.screen
    assert "Это один и тот же человек?" in question.text

    await enters_by_link(world, irina, known)

    answer = await presses_question(tatiana, question, label)
    assert answer == "Вопрос уже решён: это один и тот же человек, профили объединены."
    with world.db() as db:
        assert db.scalars(select(IdentityQuestion.state)).all() == [IdentityState.SAME]
    teacher = teacher_of(world, irina)
    assert teacher is not None
    assert teacher.id == known


async def test_a_settled_question_is_not_sent_to_a_methodist_who_comes_later(world: World) -> None:
    (known,) = add_known(world)
    irina = await newly_registered(world, "Зотова Ирина")
    await enters_by_link(world, irina, known)
    tatiana = add_person(world, "Лугова Татьяна Сергеевна", role=Role.METHODIST)
    await tatiana.types("/start")
    await world.settle()
    assert "Это один и тот же человек?" not in chat_text(tatiana)


async def test_a_question_about_a_third_person_can_be_answered_after_a_merge(world: World) -> None:
    known, third = add_known(world, 2)
    tatiana = add_person(world, "Лугова Татьяна Сергеевна", role=Role.METHODIST)
    irina = await newly_registered(world, "Зотова Ирина")
    await world.settle()
    first, second = (message for message in tatiana.chat if "Это один и тот же человек?" in message.text)
    assert "Записали: это один человек" in await presses_question(tatiana, first, "Тот же человек")

    assert "Записали: это однофамильцы." in await presses_question(tatiana, second, "Однофамилец")
    assert "уже ответил(а) Лугова" in await presses_question(tatiana, second, "Тот же человек")

    with world.db() as db:
        last = db.scalars(select(IdentityQuestion).order_by(IdentityQuestion.id.desc())).all()[0]
        assert {last.newcomer_id, last.known_id} == {known, third}
        assert last.state is IdentityState.NAMESAKE
    teacher = teacher_of(world, irina)
    assert teacher is not None
    assert teacher.id == known


async def test_a_question_about_somebody_who_withdrew_says_so(world: World) -> None:
    add_known(world)
    tatiana = add_person(world, "Лугова Татьяна Сергеевна", role=Role.METHODIST)
    irina = await newly_registered(world, "Зотова Ирина")
    await world.settle()
    question = tatiana.screen
    await withdraws_consent(irina)

    answer = await presses_question(tatiana, question, "Тот же человек")
    assert answer == "Отвечать больше не нужно: человек отозвал согласие, его профиль стёрт."


async def test_a_question_about_a_school_that_the_person_has_chosen_says_so(world: World) -> None:
    tatiana = add_person(world, "Лугова Татьяна Сергеевна", role=Role.METHODIST)
    irina = await newly_registered(world, "Зотова Ирина")
    asked = []
    for typed in ("Заозёрная школа", "Лесная школа"):
        await irina.types("Профиль")
        await irina.presses("Организация")
        await irina.presses("Моей организации нет")
        await irina.types(typed)
        await world.settle()
        assert f"«{typed}»" in tatiana.screen.text
        asked.append(tatiana.screen)

    answer = await presses_question(tatiana, asked[0], "Добавить новую")
    assert answer.startswith("Отвечать больше не нужно. Зотова Ирина: организация названа иначе")
    await irina.types("Профиль")
    await irina.presses("Организация")
    await irina.types("СОШ № 1")
    answer = await presses_question(tatiana, asked[1], "Добавить новую")
    assert answer == "Отвечать больше не нужно. Зотова Ирина: организация уже указана – СОШ № 1."
    with world.db() as db:
        assert db.scalars(select(Organization.short).where(Organization.short.contains("Заозёрная"))).all() == []
