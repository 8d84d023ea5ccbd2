"""The first visit of a teacher, as they type and press."""

from hashlib import sha256

import pytest
from sqlalchemy import select

from models import (
    Consent,
    EventForm,
    Organization,
    OrganizationKind,
    Post,
    Teacher,
)
from sandbox.person import Person
from screens.texts import plain
from services.network import network
from tests.builders import make_event, make_organization
from tests.flows.people.newcomers import chat_text, consented, newly_registered, teacher_of
from tests.world import World

pytestmark = pytest.mark.usefixtures("schools")


class ActionCounter:
    """Counts the actions of a person."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.actions = 0

    async def types(self, text: str) -> None:
        self.actions += 1
        await self.person.types(text)

    async def presses(self, label: str) -> None:
        self.actions += 1
        await self.person.presses(label)


async def test_registration_takes_eight_actions(world: World) -> None:
    with world.db() as db:
        make_event(db, "Читаем и понимаем задачу")
        db.commit()
    irina = ActionCounter(world.person("Ирина"))
    await irina.types("/start")
    await irina.presses("Начать")
    await irina.presses("Согласен(на)")
    await irina.types("зотова ИРИНА львовна")
    await irina.types("школа 5")
    await irina.presses("учитель")
    await irina.presses("математика")
    await irina.presses("Готово")

    assert irina.actions == 8
    teacher = teacher_of(world, irina.person)
    assert teacher is not None
    assert teacher.full_name == "Зотова Ирина Львовна"
    assert teacher.organization is not None
    assert teacher.organization.short == "СОШ № 5"
    assert (teacher.post, teacher.subjects, teacher.self_registered) == (Post.TEACHER, ["mathematics"], True)
    assert "Готово, Ирина Львовна!" in chat_text(irina.person)
    assert "Фамилия: Зотова" in chat_text(irina.person)
    assert "Ближайшее подходящее мероприятие – ср, 7 октября." in irina.person.screen.text
    assert irina.person.labels[:2] == ["Показать мероприятие", "Изменить профиль"]
    assert ["Мероприятия", "Мои записи"] in irina.person.keyboard


async def test_an_ambiguous_school_is_chosen_within_eight_actions(world: World) -> None:
    irina = ActionCounter(world.person("Ирина"))
    await irina.types("/start")
    await irina.presses("Начать")
    await irina.presses("Согласен(на)")
    await irina.types("Зотова Ирина")
    await irina.types("СОШ")
    assert "Уточните, какая организация Ваша." in irina.person.screen.text
    await irina.presses("СОШ № 5")
    await irina.presses("учитель")
    await irina.presses("Пропустить")

    assert irina.actions == 8
    assert "Готово, Ирина!" in chat_text(irina.person)


async def test_the_stored_hash_proves_the_text_of_the_consent(world: World) -> None:
    irina = world.person("Ирина")
    await irina.types("/start")
    await irina.presses("Начать")
    assert "нам нужны: ФИО, место работы" in irina.screen.text
    await irina.presses("Прочитать полностью")
    shown = irina.screen.text
    await irina.presses("Согласен(на)")

    with world.db() as db:
        consent = db.scalars(select(Consent)).one()
    assert consent.version == "1"
    assert consent.sha256 == sha256(shown.encode()).hexdigest()
    assert consent.update_key is not None
    with world.db() as db:
        title = network(db).title
    assert shown == plain("ru", "consent-full", operator=title, network=title, version="1")


async def test_the_consent_names_the_networks_coordinator_as_operator(world: World) -> None:
    with world.db() as db:
        centre = make_organization(db, "ИМЦ", title="МБУ ДПО «ИМЦ»", kind=OrganizationKind.COORDINATOR)
        db.execute(Organization.metadata.tables["network"].update().values(coordinator_id=centre.id))
        db.commit()
    irina = world.person("Ирина")
    await irina.types("/start")
    await irina.presses("Начать")

    assert "оператор: МБУ ДПО «ИМЦ»." in irina.screen.text


async def test_refusing_consent_leaves_the_public_plan_and_stores_nothing(world: World) -> None:
    irina = world.person("Ирина")
    await irina.types("/start")
    await irina.presses("Начать")
    await irina.presses("Не сейчас")

    assert "доступен только общий план мероприятий" in irina.screen.text
    with world.db() as db:
        assert db.scalars(select(Consent)).all() == []
        assert db.scalars(select(Teacher)).all() == []
    await irina.types("Профиль")
    assert "Согласен(на)" in irina.labels


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("Ирина", "Нужны хотя бы фамилия и имя"),
        ("Зотова 5 Ирина", "только буквы"),
        ("🙂 🙂", "только буквы"),
        ("/unknown", "только буквы"),
        ("а" * 200 + " Ирина", "до 100 букв"),
        ("слово " * 300, "до 100 букв"),
        ("Зотова И Л", "без инициалов"),
        ("Зотова И. Л.", "без инициалов"),
        ("а б в г д", "Слишком много слов"),
    ],
)
async def test_an_invalid_name_gets_a_reason_and_the_question_again(world: World, name: str, reason: str) -> None:
    irina = await consented(world)
    await irina.types(name)

    assert reason in irina.screen.text
    assert "Как Вас зовут?" in irina.screen.text
    await irina.types("Зотова Ирина")
    assert "Где Вы работаете?" in irina.screen.text


async def test_a_file_answers_no_question(world: World) -> None:
    irina = await consented(world)
    for answer, question in (
        ("Зотова Ирина", "Как Вас зовут?"),
        ("СОШ № 5", "Где Вы работаете?"),
        ("учитель", "Кем Вы работаете?"),
        ("физика", "Какие предметы Вы ведёте?"),
    ):
        await irina.sends_file("photo.txt", b"x")
        assert question in irina.screen.text
        await irina.types(answer)
    await irina.presses("Готово")

    teacher = teacher_of(world, irina)
    assert teacher is not None
    assert (teacher.post, teacher.subjects) == (Post.TEACHER, ["physics"])


@pytest.mark.parametrize("school", ["абракадабра", "🙂", "/foo", "школа 77", "1" * 500])
async def test_an_unknown_school_gets_a_reason_and_the_question_again(world: World, school: str) -> None:
    irina = await consented(world)
    await irina.types("Зотова Ирина")
    await irina.types(school)

    assert "Такой организации в списке не нашлось." in irina.screen.text
    assert irina.labels[:2] == ["Весь список", "Моей организации нет"]
    await irina.types("СОШ № 1")
    assert "СОШ № 1 – записали." in irina.screen.text


async def test_a_wrong_school_can_be_changed_at_once(world: World) -> None:
    irina = await consented(world)
    await irina.types("Зотова Ирина")
    await irina.types("СОШ № 1")
    await irina.presses("Другая организация")
    await irina.presses("›")
    await irina.presses("СОШ № 5")
    await irina.presses("учитель")
    await irina.presses("Пропустить")

    teacher = teacher_of(world, irina)
    assert teacher is not None
    assert teacher.organization is not None
    assert teacher.organization.short == "СОШ № 5"


async def test_an_unlisted_post_is_typed_in_words(world: World) -> None:
    irina = await consented(world)
    await irina.types("Зотова Ирина")
    await irina.types("СОШ № 5")
    await irina.types("космонавт")
    assert "Такой должности в списке нет." in irina.screen.text
    await irina.presses("Другая должность")
    await irina.types("12")
    assert "Нужна должность словами" in irina.screen.text
    await irina.types("концертмейстер")
    await irina.types("астрономия")
    assert "Такого предмета в списке нет." in irina.screen.text
    await irina.presses("Пропустить")

    teacher = teacher_of(world, irina)
    assert teacher is not None
    assert (teacher.post, teacher.post_title) == (Post.OTHER, "концертмейстер")


async def test_subjects_are_selected_and_deselected_across_pages(world: World) -> None:
    irina = await consented(world)
    for answer in ("Зотова Ирина", "СОШ № 5", "учитель"):
        await irina.types(answer)
    await irina.presses("математика")
    await irina.presses("русский язык")
    await irina.presses("›")
    await irina.presses("физика")
    await irina.presses("‹")
    await irina.presses("✓ русский язык")
    assert "✓ математика" in irina.labels
    await irina.presses("Готово")

    teacher = teacher_of(world, irina)
    assert teacher is not None
    assert teacher.subjects == ["mathematics", "physics"]


async def test_profile_leads_a_newcomer_back_to_the_open_question(world: World) -> None:
    irina = await consented(world)
    await irina.types("Зотова Ирина")
    await irina.types("Профиль")

    assert "Где Вы работаете?" in irina.screen.text


async def test_start_shows_the_menu_and_closes_the_open_form(world: World) -> None:
    irina = await newly_registered(world, "Зотова Ирина Львовна")
    await irina.types("Профиль")
    await irina.presses("ФИО")
    await irina.types("/start")
    assert "Здравствуйте, Ирина Львовна!" in irina.screen.text
    await irina.types("Иванова Мария")

    teacher = teacher_of(world, irina)
    assert teacher is not None
    assert teacher.surname == "Зотова"


async def test_the_welcome_switches_to_english_in_one_press(world: World) -> None:
    irina = world.person("Irina")
    await irina.types("/start")
    await irina.presses("English")
    assert "Setting up takes about a minute." in irina.screen.text
    await irina.presses("Start")
    await irina.presses("I agree")

    assert "What is your name?" in irina.screen.text


async def test_registration_ends_at_the_event_that_brought_the_newcomer(world: World) -> None:
    with world.db() as db:
        event = make_event(db, "Читаем и понимаем задачу", form=EventForm.SEMINAR)
        db.commit()
    irina = world.person("Ирина")
    await irina.types(f"/start ev_{event.id}")
    await irina.presses("Записаться")
    await irina.presses("Начать")
    await irina.presses("Согласен(на)")
    for answer in ("Зотова Ирина", "СОШ № 5", "учитель"):
        await irina.types(answer)
    await irina.presses("Пропустить")
    await irina.presses("Показать мероприятие")

    assert "Читаем и понимаем задачу" in irina.screen.text
    assert "Записаться" in irina.labels


async def test_a_newcomer_who_looks_around_is_led_back_to_the_open_question(world: World) -> None:
    irina = await consented(world)
    await irina.types("Зотова Ирина Львовна")
    await irina.types("Мероприятия")
    await irina.types("/check 1")
    await irina.types("Профиль")

    assert "Где Вы работаете?" in irina.screen.text
    await irina.types("школа 5")
    await irina.presses("учитель")
    await irina.presses("Пропустить")
    teacher = teacher_of(world, irina)
    assert teacher is not None
    assert teacher.full_name == "Зотова Ирина Львовна"


async def test_an_old_button_refusing_consent_changes_nothing_after_registration(world: World) -> None:
    irina = await newly_registered(world, "Зотова Ирина Львовна")
    await irina.presses_data(1, "cons:0:1")
    assert irina.screen.text.startswith("Здравствуйте, Ирина Львовна!")
