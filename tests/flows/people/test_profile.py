"""The screens «Профиль» and «Мои данные», as people press through them."""

import pytest
from sqlalchemy import select

from models import (
    Account,
    Certificate,
    Consent,
    Event,
    OpenForm,
    OrganizationClaim,
    Post,
    Registration,
    RegistrationState,
    Role,
    Teacher,
)
from sandbox.person import Person
from services.actors import CONSENT_VERSION, actor_of
from services.events import seats
from services.people import consent as consents
from tests.builders import NOW, make_certificate, make_event, make_organization, make_teacher
from tests.flows.network_people import add_event, add_person, withdraws_consent
from tests.world import World


@pytest.fixture
def irina(world: World) -> Person:
    with world.db() as db:
        school, _ = make_organization(db, "СОШ № 5"), make_organization(db, "СОШ № 1")
        row = make_teacher(db, "Зотова Ирина Львовна", school, subjects=["physics"], self_registered=True)
        db.commit()
    person = world.registered(row.id)
    with world.db() as db:
        actor = actor_of(db, db.scalars(select(Account).where(Account.external_id == person.id)).unique().one())
        consents.give_consent(db, actor, consents.Agreement(CONSENT_VERSION, "0" * 64, None), NOW)
        db.commit()
    return person


def teacher(world: World) -> Teacher:
    with world.db() as db:
        return db.scalars(select(Teacher).order_by(Teacher.id).limit(1)).unique().one()


async def open_profile_field(person: Person, label: str) -> None:
    await person.types("/profile")
    await person.presses(label)


async def test_each_field_changes_independently(world: World, irina: Person) -> None:
    await irina.types("Профиль")
    assert "Организация: СОШ № 5" in irina.screen.text
    await open_profile_field(irina, "ФИО")
    await irina.types("Зотова-Лебедева Ирина Львовна")
    assert "Сохранено." in irina.screen.text
    await open_profile_field(irina, "Организация")
    await irina.types("сош 1")
    assert "Организация: СОШ № 1" in irina.screen.text
    await open_profile_field(irina, "Должность")
    await irina.presses("методист")
    await open_profile_field(irina, "Предметы")
    await irina.presses("математика")
    await irina.presses("Готово")

    row = teacher(world)
    assert row.full_name == "Зотова-Лебедева Ирина Львовна"
    assert row.name_key == "зотова-лебедева ирина львовна"
    assert row.organization is not None
    assert row.organization.short == "СОШ № 1"
    assert (row.post, row.subjects) == (Post.METHODIST, ["mathematics", "physics"])


@pytest.mark.parametrize(
    ("field", "answer", "reason"),
    [
        ("ФИО", "Ирина", "Нужны хотя бы фамилия и имя"),
        ("Организация", "абракадабра", "не нашлось"),
        ("Должность", "космонавт", "Такой должности в списке нет."),
        ("Предметы", "астрономия", "Такого предмета в списке нет."),
    ],
)
async def test_an_invalid_answer_changes_nothing_and_keeps_the_way_back(
    world: World, irina: Person, field: str, answer: str, reason: str
) -> None:
    before = (teacher(world).full_name, teacher(world).post, teacher(world).subjects)
    await open_profile_field(irina, field)
    await irina.types(answer)
    assert reason in irina.screen.text
    await irina.presses("‹ Назад")

    assert "Ваш профиль" in irina.screen.text
    assert (teacher(world).full_name, teacher(world).post, teacher(world).subjects) == before


async def test_a_menu_label_closes_the_open_question(world: World, irina: Person) -> None:
    await open_profile_field(irina, "Организация")
    await irina.types("Профиль")
    await irina.types("СОШ № 1")

    row = teacher(world)
    assert row.organization is not None
    assert row.organization.short == "СОШ № 5"


async def test_changing_to_an_unknown_school_asks_the_staff(world: World, irina: Person) -> None:
    await open_profile_field(irina, "Организация")
    await irina.presses("Моей организации нет")
    await irina.types("Заозёрная школа")

    assert "«Заозёрная школа» (уточняет методист)" in irina.screen.text
    with world.db() as db:
        assert db.scalars(select(OrganizationClaim.typed)).all() == ["Заозёрная школа"]
    await open_profile_field(irina, "Организация")
    await irina.types("СОШ № 1")
    with world.db() as db:
        assert db.scalars(select(OrganizationClaim).where(OrganizationClaim.answered_at.is_(None))).all() == []


async def test_a_new_name_leaves_issued_certificates_unchanged_and_says_so(world: World, irina: Person) -> None:
    add_certificate(world)
    await open_profile_field(irina, "ФИО")
    await irina.types("Лебедева Ирина Львовна")

    assert "1 ранее выданный сертификат сохранит прежнее ФИО." in irina.screen.text
    with world.db() as db:
        assert db.scalars(select(Certificate.full_name)).all() == ["Зотова Ирина Львовна"]


async def test_the_language_changes_screens_and_menu(irina: Person) -> None:
    await open_profile_field(irina, "Язык")
    await irina.presses("English")

    assert "We write in English now." in irina.screen.text
    assert ["Events", "My sign-ups"] in irina.keyboard
    await irina.types("Профиль")
    assert "Your profile" in irina.screen.text


async def test_a_new_name_that_matches_a_colleague_goes_to_a_methodist(world: World, irina: Person) -> None:
    with world.db() as db:
        school = teacher(world).organization
        assert school is not None
        make_teacher(db, "Лебедева Ирина Львовна", db.merge(school))
        db.commit()
    tatiana = add_person(world, "Лугова Татьяна Сергеевна", role=Role.METHODIST)
    await open_profile_field(irina, "ФИО")
    await irina.types("Лебедева Ирина")
    await world.settle()

    assert "Это один и тот же человек?" in tatiana.screen.text


async def test_my_data_shows_everything_stored(world: World, irina: Person) -> None:
    add_certificate(world)
    with world.db() as db:
        event = make_event(db)
        actor = actor_of(db, db.scalars(select(Account).where(Account.external_id == irina.id)).unique().one())
        seats.sign_up(db, actor, event.id, NOW)
        db.commit()
    await open_profile_field(irina, "Мои данные")

    for line in (
        "Фамилия: Зотова",
        "Предметы: физика",
        "Согласие: редакция 1, 1 октября 2026 г.",
        f"Номер учётной записи: {irina.id}",
        "Записи на мероприятия, с отменёнными: 1",
        "Сертификаты: 1",
    ):
        assert line in irina.screen.text


async def test_withdrawing_consent_erases_the_profile_and_keeps_certificates(world: World, irina: Person) -> None:
    add_certificate(world)
    with world.db() as db:
        event = make_event(db, capacity=1)
        waiting = make_teacher(db, "Уваров Денис Петрович")
        db.commit()
    denis = world.registered(waiting.id)
    await irina.types(f"/start ev_{event.id}")
    await irina.presses("Записаться")
    await denis.types(f"/start ev_{event.id}")
    await denis.presses("В лист ожидания")
    await open_profile_field(irina, "Мои данные")
    await irina.presses("Отозвать согласие")
    assert "1 выданный сертификат сохранится с ФИО" in irina.screen.text
    assert teacher(world).erased_at is None
    await irina.presses("Да, отозвать и стереть")

    assert "Согласие отозвано, профиль стёрт" in irina.screen.text
    assert "1 выданный сертификат сохранён" in irina.screen.text
    with world.db() as db:
        account = db.scalars(select(Account).where(Account.external_id == irina.id)).unique().one()
        assert account.teacher is None
        assert db.get(OpenForm, account.id) is None
        assert db.scalars(select(Consent.withdrawn_at)).one() is not None
        assert db.scalars(select(Certificate.full_name)).all() == ["Зотова Ирина Львовна"]
        offered = db.scalars(select(Registration).where(Registration.state == RegistrationState.OFFERED)).unique().one()
        assert offered.teacher_id == waiting.id
        assert db.get_one(Event, event.id).taken == 1
    row = teacher(world)
    assert (row.surname, row.organization, row.subjects) == ("—", None, [])
    await world.settle()
    assert "освободилось место" in denis.screen.text


async def test_declining_the_question_keeps_everything(world: World, irina: Person) -> None:
    await open_profile_field(irina, "Мои данные")
    await irina.presses("Отозвать согласие")
    await irina.presses("Оставить")

    assert "Что о Вас хранится" in irina.screen.text
    assert teacher(world).erased_at is None


async def test_after_withdrawal_registration_begins_again(irina: Person) -> None:
    await withdraws_consent(irina)
    await irina.types("Профиль")

    assert "Согласен(на)" in irina.labels
    await irina.presses("Согласен(на)")
    assert "Как Вас зовут?" in irina.screen.text


async def test_a_button_of_a_closed_question_is_called_outdated(world: World, irina: Person) -> None:
    await irina.types("/profile")
    await irina.presses_data(irina.screen.message_id, "post:head")

    assert teacher(world).post is Post.TEACHER
    assert any("устарела" in toast.text for toast in irina.toasts)


def add_certificate(world: World) -> None:
    row = teacher(world)
    with world.db() as db:
        make_certificate(db, row, make_event(db, "Прошлое", days=-5))
        db.commit()


async def test_typing_a_post_can_be_left_for_the_list_or_the_profile(world: World) -> None:
    nina = add_person(world)
    await nina.types("Профиль")
    await nina.presses("Должность")
    await nina.presses("Другая должность")
    await nina.presses("Весь список")
    assert "воспитатель" in nina.labels
    await nina.presses("Другая должность")
    await nina.presses("‹ Назад")
    assert "Ваш профиль" in nina.screen.text


async def test_my_data_counts_cancelled_sign_ups_and_opened_cards(world: World) -> None:
    event = add_event(world)
    nina = add_person(world)
    await nina.types(f"/start ev_{event}")
    await nina.presses("Записаться")
    await nina.presses("Отменить запись")
    await nina.presses("Да, отменить")
    await nina.types("Профиль")
    await nina.presses("Мои данные")
    assert "Записи на мероприятия, с отменёнными: 1" in nina.screen.text
    assert "Просмотренные мероприятия: 1" in nina.screen.text
    assert "Язык: Русский" in nina.screen.text
