"""An announcement that is not enough for a draft outlives other screens and forms, until it is stored or left."""

import pytest
from sqlalchemy import select

from models import EventState, UnfinishedAnnouncement
from screens import wishes
from services.desk.fields.definition import DraftField
from tests.flows.desk.people import TITLE, Desk
from tests.flows.network_people import presses_old_button, withdraws_consent

WITHOUT_HOURS = f"Семинар «{TITLE}» 7 октября 14:00, 35 мест"
FOUR_HOURS = wishes.SetField(event=0, field=DraftField.HOURS, value="4")
GONE = "сохранён или начат заново"


def unfinished(desk: Desk) -> int:
    """Return the number of unfinished announcements."""
    with desk.world.db() as db:
        return len(db.scalars(select(UnfinishedAnnouncement)).all())


@pytest.fixture
async def asked_for_hours(desk: Desk) -> Desk:
    """The desk whose Татьяна has announced an event without its hours."""
    await desk.announces(WITHOUT_HOURS)
    assert "Сколько часов?" in desk.tatiana.screen.text
    return desk


@pytest.mark.parametrize("words", ["/my", "/start", "/manage", "Мероприятия", "Что это?"])
async def test_its_question_is_answered_by_a_button_after_other_screens(asked_for_hours: Desk, words: str) -> None:
    desk = asked_for_hours
    await desk.tatiana.types(words)
    assert "Где проходит?" in await presses_old_button(desk.tatiana, FOUR_HOURS)
    await desk.tatiana.types("школа 11")
    event = desk.event()
    assert (event.title, event.hours, event.capacity, event.state) == (TITLE, 4.0, 35, EventState.DRAFT)
    assert "Опубликовать" in desk.tatiana.labels


async def test_it_goes_on_after_an_answer_to_a_question_and_the_change_of_another_event(desk: Desk) -> None:
    event_id = await desk.publishes()
    await desk.announces("Лекция «Другая тема» 8 октября 14:00, СОШ № 11")
    await desk.nina.types("Мероприятия")
    await desk.nina.presses(TITLE)
    await desk.nina.presses("Вопрос организатору")
    await desk.nina.types("Нужен ли ноутбук?")
    await desk.world.settle()
    await desk.tatiana.presses("Ответить")
    await desk.tatiana.types("Нет, всё есть в классе.")
    await desk.manages("Изменить", "Название")
    await presses_old_button(desk.tatiana, FOUR_HOURS)
    assert "Опубликовать" in desk.tatiana.labels
    assert (desk.event().title, desk.event(event_id).title) == ("Другая тема", TITLE)


async def test_the_known_day_waits_for_its_time(desk: Desk) -> None:
    await desk.announces(f"Семинар «{TITLE}», 4 часа, СОШ № 1")
    await desk.tatiana.types("7 октября")
    await desk.tatiana.types("/my")
    form = wishes.ChangeEvent(event=0, field=DraftField.START)
    assert "ср, 7 октября 2026. Во сколько начало?" in await presses_old_button(desk.tatiana, form)
    await desk.tatiana.types("14:00")
    assert "Опубликовать" in desk.tatiana.labels


async def test_a_left_announcement_is_dropped(asked_for_hours: Desk) -> None:
    desk = asked_for_hours
    await desk.tatiana.presses("Отменить")
    assert "Новое мероприятие не создано" in desk.tatiana.screen.text
    assert unfinished(desk) == 0
    assert GONE in await presses_old_button(desk.tatiana, FOUR_HOURS)


async def test_a_new_announcement_begins_anew(asked_for_hours: Desk) -> None:
    desk = asked_for_hours
    await desk.tatiana.types("/new_event")
    assert GONE in await presses_old_button(desk.tatiana, FOUR_HOURS)
    await desk.tatiana.types("Лекция «Другая тема» 8 октября 14:00")
    await desk.tatiana.presses("2 ч")
    assert (desk.event().title, desk.event().capacity) == ("Другая тема", None)


async def test_a_stored_draft_leaves_no_unfinished_announcement(asked_for_hours: Desk) -> None:
    desk = asked_for_hours
    assert unfinished(desk) == 1
    await desk.tatiana.presses("4 ч")
    assert "Где проходит?" in desk.tatiana.screen.text
    assert unfinished(desk) == 0
    assert GONE in await presses_old_button(desk.tatiana, FOUR_HOURS)


async def test_every_person_has_one_announcement_of_their_own(asked_for_hours: Desk) -> None:
    desk = asked_for_hours
    assert GONE in await presses_old_button(desk.marina, FOUR_HOURS)
    await desk.marina.types("/new_event")
    await desk.marina.types("Лекция «Другая тема» 8 октября 14:00")
    assert unfinished(desk) == 2
    await desk.tatiana.presses("4 ч")
    assert desk.event().title == TITLE


async def test_it_is_erased_with_the_person(asked_for_hours: Desk) -> None:
    desk = asked_for_hours
    await withdraws_consent(desk.tatiana)
    assert unfinished(desk) == 0
