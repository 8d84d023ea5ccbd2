"""Events as teachers see them: lists, filters, cards, sign-up in two presses, calendar, sharing."""

from datetime import timedelta
from typing import Any
from urllib.parse import quote

from icalendar import Calendar
from sqlalchemy import func, select

from models import (
    CardOpened,
    Event,
    EventForm,
    EventFormat,
    EventState,
    Registration,
    RegistrationState,
    Role,
    Subproject,
)
from tests.builders import NOW, add, make_network, make_teacher
from tests.flows.network_people import add_event, add_person, change_event, registration_states
from tests.world import World

CONFIRMED = RegistrationState.CONFIRMED
LONG = "Метапредметные умения и формирующее оценивание " * 6


async def test_a_registered_teacher_signs_up_in_two_presses_from_the_menu(world: World) -> None:
    nina, event = add_person(world), add_event(world, capacity=35)

    await nina.types("Мероприятия")
    await nina.presses("Читаем и понимаем")
    await nina.presses("Записаться")

    assert nina.screen.text == (
        "✅ Вы записаны.\n«Читаем и понимаем задачу», семинар\nср, 7 октября, 14:00 · 4 часа\n"
        "СОШ № 1, ул. Мира, 12\nНапомним за день и за час."
    )
    assert registration_states(world, event) == {"Нина": CONFIRMED}


async def test_the_card_shows_everything_about_an_event(world: World) -> None:
    nina = add_person(world)
    with world.db() as db:
        subproject = add(db, Subproject(code="meta", title="Учим учиться"))
        host = make_teacher(db, "Лугова Татьяна Сергеевна")
        db.commit()
    add_event(
        world,
        capacity=32,
        subproject_id=subproject.id,
        responsible_id=host.id,
        posts=["teacher"],
        deadline=NOW + timedelta(days=4),
        note="Возьмите один текст из своего учебника.",
    )
    await nina.types("/events")
    await nina.presses("Читаем и понимаем")

    for part in (
        "«Читаем и понимаем задачу», семинар",
        "ср, 7 октября, 14:00 · 4 часа",
        "СОШ № 1, ул. Мира, 12",
        "Подпроект: Учим учиться",
        "Проводит: МАОУ «СОШ № 1» г. Заречинска",
        "Мест: 32, осталось 32 места",
        "Запись: до пн, 5 октября, 10:00",
        "Для кого: учителя",
        "слушатель 1 · ведущий секции 2",
        "Ответственный: Лугова Татьяна Сергеевна",
        "Возьмите один текст",
    ):
        assert part in nina.screen.text
    assert {"Записаться", "В календарь", "Поделиться", "Вопрос организатору"} <= set(nina.labels)


async def test_opening_a_card_again_stores_no_second_row(world: World) -> None:
    nina, event = add_person(world), add_event(world)
    for _ in range(2):
        await nina.types(f"/start ev_{event}")
    with world.db() as db:
        assert db.scalar(select(func.count()).select_from(CardOpened)) == 1


async def test_the_list_has_pages_and_filters(world: World) -> None:
    nina = add_person(world)
    with world.db() as db:
        subproject = add(db, Subproject(code="ict", title="Цифровые инструменты педагога"))
        db.commit()
    for day in range(2, 9):
        add_event(world, f"Для учителей, встреча {day}", days=day)
    add_event(world, "Для библиотекарей", days=10, posts=["librarian"])
    add_event(
        world, "Искусственный интеллект", days=11, format=EventFormat.ONLINE, form=EventForm.LECTURE,
        subproject_id=subproject.id,
    )  # fmt: skip

    await nina.types("Мероприятия")
    assert "Мероприятия для Вас" in nina.screen.text
    assert "встреча 6" in nina.screen.text
    assert "встреча 7" not in nina.screen.text
    await nina.presses("›")
    assert "встреча 7" in nina.screen.text
    assert "Для библиотекарей" not in nina.screen.text
    assert "2 из 2" in nina.labels

    await nina.presses("Все")
    await nina.presses("›")
    assert "«Для библиотекарей», семинар\nвс, 11 октября, 14:00 · для других участников" in nina.screen.text

    await nina.presses("Онлайн")
    assert "Искусственный интеллект" in nina.screen.text
    assert "встреча" not in nina.screen.text

    await nina.presses("По форме")
    await nina.presses("лекция · 1")
    assert "Форма: лекция" in nina.screen.text
    assert "Искусственный интеллект" in nina.screen.text

    await nina.presses("По подпроекту")
    await nina.presses("Цифровые инструменты педагога · 1")
    assert "Подпроект: Цифровые инструменты педагога" in nina.screen.text
    assert "встреча" not in nina.screen.text


async def test_an_empty_list_of_suitable_events_leads_to_all_events(world: World) -> None:
    nina = add_person(world)
    add_event(world, "Для библиотекарей", posts=["librarian"])
    await nina.types("Мероприятия")
    assert "Подходящих мероприятий пока нет" in nina.screen.text
    await nina.presses("Все")
    assert "Для библиотекарей" in nina.screen.text


async def test_a_person_without_a_profile_sees_the_plan_and_is_led_to_registration(world: World) -> None:
    guest, event = world.person("Гостья"), add_event(world)

    await guest.types(f"/start ev_{event}")
    assert "Читаем и понимаем задачу" in guest.screen.text
    await guest.presses("Записаться")
    assert "Сначала нужен профиль" in guest.screen.text
    assert "Начать" in guest.labels
    await guest.types("/events")
    assert "Все мероприятия сети" in guest.screen.text
    assert "Для меня" not in guest.screen.labels
    assert registration_states(world, event) == {}


async def test_a_newcomer_returns_to_the_shared_event_after_registration(world: World) -> None:
    guest, event = world.person("Гостья"), add_event(world, posts=["teacher"])
    with world.db() as db:
        make_network(db)

    await guest.types(f"/start ev_{event}")
    await guest.presses("Записаться")
    await guest.presses("Начать")
    await guest.presses("Согласен(на)")
    await guest.types("Зотова Ирина Львовна")
    await guest.types("СОШ № 1")
    await guest.presses("учитель")
    await guest.presses("Пропустить")
    await guest.presses("Показать мероприятие")
    await guest.presses("Записаться")

    assert "✅ Вы записаны." in guest.screen.text
    assert registration_states(world, event) == {"Ирина": CONFIRMED}


async def test_only_participants_see_the_link(world: World) -> None:
    nina = add_person(world)
    event = add_event(world, format=EventFormat.ONLINE, link="https://example.org/room")
    await nina.types(f"/start ev_{event}")
    assert "ссылка откроется участникам" in nina.screen.text
    assert "example.org" not in nina.screen.text
    await nina.presses("Записаться")
    assert "Ссылка: https://example.org/room" in nina.screen.text
    await nina.presses("Отменить запись")
    await nina.presses("Да, отменить")
    await nina.types(f"/start ev_{event}")
    assert "example.org" not in nina.screen.text


async def test_a_card_leads_the_staff_to_the_desk(world: World) -> None:
    nina, tatyana, event = add_person(world), add_person(world, "Лугова Татьяна", role=Role.METHODIST), add_event(world)
    await nina.types(f"/start ev_{event}")
    assert "Управление" not in nina.screen.labels
    await tatyana.types(f"/start ev_{event}")
    await tatyana.presses("Управление")
    assert "Читаем и понимаем задачу" in tatyana.screen.text
    assert "Участники" in " ".join(tatyana.screen.labels)


async def test_an_overlapping_event_is_pointed_out(world: World) -> None:
    nina = add_person(world)
    first, second = add_event(world), add_event(world, "Музей в чемодане")
    await nina.types(f"/start ev_{first}")
    await nina.presses("Записаться")
    await nina.types(f"/start ev_{second}")
    assert "В это же время Вы записаны на «Читаем и понимаем задачу», ср, 7 октября, 14:00." in nina.screen.text
    await nina.presses("Записаться")
    assert "В это же время Вы записаны на «Читаем и понимаем задачу»" in nina.screen.text
    assert registration_states(world, second) == {"Нина": CONFIRMED}


async def test_a_sign_up_is_cancelled_after_one_question_and_can_be_restored(world: World) -> None:
    nina, event = add_person(world), add_event(world, capacity=1)
    await nina.types(f"/start ev_{event}")
    await nina.presses("Записаться")
    await nina.presses("Отменить запись")
    assert "Отменить запись?" in nina.screen.text
    assert registration_states(world, event) == {"Нина": CONFIRMED}
    await nina.presses("Да, отменить")
    assert "Запись отменена" in nina.screen.text
    assert registration_states(world, event) == {"Нина": RegistrationState.CANCELLED}
    await nina.presses("Вернуть запись")
    assert "✅ Вы записаны." in nina.screen.text
    with world.db() as db:
        assert db.get_one(Event, event).taken == 1


async def test_declining_the_question_keeps_the_seat(world: World) -> None:
    nina, event = add_person(world), add_event(world)
    await nina.types(f"/start ev_{event}")
    await nina.presses("Записаться")
    await nina.presses("Отменить запись")
    await nina.presses("Оставить")
    assert nina.screen.text.startswith("✅ Вы записаны.")
    assert registration_states(world, event) == {"Нина": CONFIRMED}


async def test_the_calendar_file_holds_the_event(world: World) -> None:
    nina, event = add_person(world), add_event(world)
    await nina.types(f"/start ev_{event}")
    await nina.presses("Записаться")
    await nina.presses("В календарь")

    entry: Any = Calendar.from_ical(nina.files[-1].data).walk("VEVENT")[0]
    assert nina.files[-1].name.endswith(".ics")
    assert str(entry["summary"]) == "Читаем и понимаем задачу"
    assert entry["dtstart"].dt == NOW + timedelta(days=6, hours=4)
    assert entry["dtend"].dt == NOW + timedelta(days=6, hours=8)


async def test_the_calendar_file_of_a_cancelled_event_says_so(world: World) -> None:
    nina, event = add_person(world), add_event(world)
    await nina.types(f"/start ev_{event}")
    await nina.presses("В календарь")
    change_event(world, event, state=EventState.CANCELLED, cancelled_at=NOW)
    await nina.presses("В календарь")

    before, after = [Calendar.from_ical(file.data).walk("VEVENT")[0] for file in nina.files]
    assert (before["uid"], before["status"], after["status"]) == (after["uid"], "CONFIRMED", "CANCELLED")
    assert int(str(after["sequence"])) > int(str(before["sequence"]))


async def test_a_shared_link_opens_the_events_card(world: World) -> None:
    nina, pavel, event = add_person(world), add_person(world, "Гладышев Павел Олегович"), add_event(world)
    with world.db() as db:
        make_network(db, link_base=f"https://t.me/{world.telegram.username}?start=")
        db.commit()
    await nina.types(f"/start ev_{event}")
    await nina.presses("Поделиться")
    link = f"https://t.me/{world.telegram.username}?start=ev_{event}"
    assert link in nina.screen.text
    await nina.presses("Отправить коллеге")
    assert nina.opened[-1].startswith(f"https://t.me/share/url?url={quote(link, safe='')}&text=%C2%AB%D0")

    await pavel.opens(link)
    assert "Читаем и понимаем задачу" in pavel.screen.text
    assert "Записаться" in pavel.labels


async def test_an_invalid_link_leads_to_the_events(world: World) -> None:
    nina = add_person(world)
    for payload in ("ev_", "ev_нет", "ev_999", "ev_99999999999999999999"):
        await nina.types(f"/start {payload}")
        assert "Этого больше нет" in nina.screen.text
        assert "К мероприятиям" in nina.labels


async def test_the_longest_names_stay_within_telegrams_limits(world: World) -> None:
    nina = add_person(world)
    with world.db() as db:
        subproject = add(db, Subproject(code="long", title=LONG[:300]))
        db.commit()
    for day in range(1, 7):
        event = add_event(
            world,
            f"{day} {LONG}"[:300],
            days=day,
            capacity=1,
            place=LONG[:300],
            note=LONG * 12,
            subproject_id=subproject.id,
            posts=["teacher", "head", "deputy_head", "educator", "senior_educator", "librarian", "psychologist"],
        )
    change_event(world, event, cancel_reason=LONG[:300])

    await nina.types("Мероприятия")
    await nina.presses("›")
    await nina.presses("6 Метапредметные")
    await nina.presses("Записаться")
    await nina.presses("Отменить запись")
    await nina.types("/my")
    await nina.types(f"/start ev_{event}")
    await nina.presses("Поделиться")
    assert "start=ev_" in nina.screen.text
    await nina.types("Мероприятия")
    await nina.presses("По подпроекту")
    assert "Метапредметные умения" in nina.screen.labels[0]
    with world.db() as db:
        assert db.scalar(select(func.count()).select_from(Registration)) == 1


async def test_an_empty_list_without_filters_suggests_no_other_list(world: World) -> None:
    guest = world.person("Прохожий")
    await guest.types("/events")
    assert "Мероприятий пока нет" in guest.screen.text
    assert "Посмотрите все" not in guest.screen.text
    await guest.presses("Онлайн")
    assert "Посмотрите все" in guest.screen.text


async def test_a_filter_by_a_deleted_subproject_shows_all_events(world: World) -> None:
    add_event(world)
    nina = add_person(world)
    await nina.types("Мероприятия")
    await nina.presses_data(nina.screen.message_id, "evs:sub:99:1")
    assert "Все мероприятия сети" in nina.screen.text
    assert "Читаем и понимаем задачу" in nina.screen.text
