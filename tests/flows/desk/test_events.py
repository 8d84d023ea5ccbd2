"""The lists of events at the desk; who may change an event."""

from aiogram.filters.callback_data import CallbackData

from models import EventState
from screens import wishes
from services.desk.fields.definition import DraftField
from tests.builders import make_event
from tests.flows.desk.people import Desk
from tests.flows.network_people import presses_old_button


async def test_own_events_and_all_events_are_two_lists(desk: Desk) -> None:
    await desk.publishes()
    await desk.marina.types("Мои мероприятия")
    assert "Своих мероприятий пока нет" in desk.marina.screen.text
    await desk.marina.presses("Все")
    assert "Читаем задачу" in desk.marina.screen.text
    await desk.tatiana.types("/manage")
    assert "записано 0 из 35" in desk.tatiana.screen.text


async def test_the_list_asks_to_mark_attendance_of_a_past_event(desk: Desk) -> None:
    await desk.publishes()
    await desk.world.advance(days=7)
    await desk.tatiana.types("/manage")
    assert "отметьте явку" in desk.tatiana.screen.text


async def test_a_long_list_has_pages(desk: Desk) -> None:
    with desk.world.db() as db:
        for number in range(8):
            make_event(db, f"Встреча {number}", days=number + 1, responsible_id=desk.ids["Татьяна"])
        db.commit()
    await desk.tatiana.types("/manage")
    assert "1 из 2" in desk.tatiana.labels
    await desk.tatiana.presses("›")
    assert "Встреча 7" in desk.tatiana.screen.text


async def test_another_methodist_sees_an_event_but_cannot_change_it(desk: Desk) -> None:
    event_id = await desk.publishes()
    await desk.signs_up(desk.nina)
    await desk.manages(by=desk.marina)
    assert "могут автор, ответственный" in desk.marina.screen.text
    assert not {"Изменить", "Перенести", "Отменить", "Написать участникам"} & set(desk.marina.labels)
    await desk.marina.presses("Участники")
    assert "Агеева Нина Петровна" in desk.marina.screen.text
    before = desk.event(event_id)
    for wish in changing_wishes(event_id, before.version):
        assert "автор, ответственный" in await presses_old_button(desk.marina, wish), wish
    assert desk.event(event_id).state is EventState.PUBLISHED
    assert desk.event(event_id).version == before.version


def changing_wishes(event_id: int, version: int) -> list[CallbackData]:
    return [
        wishes.ChangeMenu(event=event_id),
        wishes.ChangeEvent(event=event_id, field=DraftField.START),
        wishes.SetField(event=event_id, field=DraftField.CAPACITY, value="1"),
        wishes.FieldPage(event=event_id, field=DraftField.HOST, page=1),
        wishes.Publish(event=event_id, version=version),
        wishes.KeepDraft(event=event_id),
        wishes.DropDraft(event=event_id, sure=1),
        wishes.CancelEvent(event=event_id, version=version, sure=0),
        wishes.WriteToParticipants(event=event_id),
    ]


async def test_a_teacher_with_forged_buttons_is_refused(desk: Desk) -> None:
    event_id = await desk.publishes()
    await desk.signs_up(desk.nina)
    reading: list[CallbackData] = [
        wishes.ManagePage(own=0, page=1),
        wishes.ManageEvent(event=event_id),
        wishes.ShowParticipants(event=event_id, page=1),
        wishes.CopyEvent(event=event_id),
        wishes.Go(to=wishes.Place.NEW_EVENT_STEPS),
        wishes.Go(to=wishes.Place.MANAGE),
    ]
    for wish in [*changing_wishes(event_id, 1), *reading]:
        assert "только методисты" in await presses_old_button(desk.nina, wish), wish
    assert desk.event(event_id).state is EventState.PUBLISHED
    assert desk.event(event_id).version == 1
    assert desk.event_count() == 1


async def test_buttons_of_a_closed_form_change_nothing(desk: Desk) -> None:
    event_id = await desk.publishes()
    await desk.signs_up(desk.nina)
    for wish, answer in (
        (wishes.ApplyChange(event=event_id, version=1), "Записан 1 человек"),
        (wishes.CancelEvent(event=event_id, version=1, sure=1), "Почему отменяется"),
        (wishes.SetField(event=0, field=DraftField.HOURS, value="4"), "сохранён или начат заново"),
        (wishes.SendLetter(event=event_id, send=1), "уже отправлено или отменено"),
    ):
        assert answer in await presses_old_button(desk.tatiana, wish)
    assert desk.event(event_id).state is EventState.PUBLISHED


async def test_an_admin_can_change_every_event(desk: Desk) -> None:
    event_id = await desk.publishes()
    olga = desk.world.admin()
    await desk.manages("Изменить", "Название", by=olga)
    await olga.types("Читаем задачу вместе")
    assert "Изменено" in olga.screen.text
    assert desk.event(event_id).title == "Читаем задачу вместе"
