"""What a methodist does with a published event: the list, changing, cancelling, participants, letters, and rights."""

from sqlalchemy import select

from models import Event, EventState, Letter, OutboxMessage, OutboxState, Registration, RegistrationState
from screens import wishes
from services.desk.fields.definition import DraftField
from tests.builders import NOW, add, make_event, make_teacher
from tests.flows.desk.people import Desk


async def opens(desk: Desk, title: str = "Читаем задачу") -> None:
    await desk.tatiana.types("/manage")
    await desk.tatiana.presses(title)


async def test_own_events_and_all_events_are_two_lists(desk: Desk) -> None:
    await desk.publishes()
    await desk.marina.types("Мои мероприятия")
    assert "Своих мероприятий пока нет" in desk.marina.screen.text
    await desk.marina.presses("Все")
    assert "Читаем задачу" in desk.marina.screen.text
    await desk.tatiana.types("/manage")
    assert "записано 0 из 35" in desk.tatiana.screen.text


async def test_a_past_event_says_that_attendance_is_waited_for(desk: Desk) -> None:
    await desk.publishes()
    await desk.world.advance(days=7)
    await desk.tatiana.types("/manage")
    assert "отметьте явку" in desk.tatiana.screen.text


async def test_the_list_is_paged(desk: Desk) -> None:
    with desk.world.db() as db:
        for number in range(8):
            make_event(db, f"Встреча {number}", days=number + 1, responsible_id=desk.ids["Татьяна"])
        db.commit()
    await desk.tatiana.types("/manage")
    assert "1 из 2" in desk.tatiana.labels
    await desk.tatiana.presses("›")
    assert "Встреча 7" in desk.tatiana.screen.text


async def test_another_methodist_sees_and_does_not_change(desk: Desk) -> None:
    event_id = await desk.publishes()
    await desk.signs_up(desk.nina)
    await desk.marina.types("/manage")
    await desk.marina.presses("Все")
    await desk.marina.presses("Читаем задачу")
    assert "могут автор, ответственный" in desk.marina.screen.text
    assert not {"Изменить", "Перенести", "Отменить", "Написать участникам"} & set(desk.marina.labels)
    await desk.marina.presses("Участники")
    assert "Агеева Нина Петровна" in desk.marina.screen.text
    before = desk.event(event_id)
    for wish in forged(event_id, before.version):
        await desk.marina.presses_data(desk.marina.screen.message_id, wish)
        assert "автор, ответственный" in desk.marina.screen.text
    assert desk.event(event_id).state is EventState.PUBLISHED
    assert desk.event(event_id).version == before.version


def forged(event_id: int, version: int) -> list[str]:
    return [
        wishes.ChangeMenu(event=event_id).pack(),
        wishes.ChangeEvent(event=event_id, field=DraftField.START).pack(),
        wishes.SetField(event=event_id, field=DraftField.CAPACITY, value="1").pack(),
        wishes.FieldPage(event=event_id, field=DraftField.HOST, page=1).pack(),
        wishes.Publish(event=event_id, version=version).pack(),
        wishes.KeepDraft(event=event_id).pack(),
        wishes.DropDraft(event=event_id, sure=1).pack(),
        wishes.CancelEvent(event=event_id, version=version, sure=0).pack(),
        wishes.WriteToParticipants(event=event_id).pack(),
    ]


async def test_a_teacher_pressing_forged_wishes_is_refused(desk: Desk) -> None:
    event_id = await desk.publishes()
    await desk.signs_up(desk.nina)
    seen = [
        wishes.ManagePage(own=0, page=1).pack(),
        wishes.ManageEvent(event=event_id).pack(),
        wishes.ShowParticipants(event=event_id, page=1).pack(),
        wishes.CopyEvent(event=event_id).pack(),
        wishes.Go(to=wishes.Place.NEW_EVENT_STEPS).pack(),
        wishes.Go(to=wishes.Place.MANAGE).pack(),
    ]
    for wish in [*forged(event_id, 1), *seen]:
        await desk.nina.presses_data(desk.nina.screen.message_id, wish)
        assert "только методисты" in desk.nina.screen.text, wish
    assert desk.event(event_id).state is EventState.PUBLISHED
    assert desk.event(event_id).version == 1
    assert desk.event_count() == 1


async def test_buttons_of_a_form_that_is_gone_say_so(desk: Desk) -> None:
    event_id = await desk.publishes()
    await desk.signs_up(desk.nina)
    screen = desk.tatiana.screen.message_id
    await desk.tatiana.presses_data(screen, wishes.ApplyChange(event=event_id, version=1).pack())
    assert "Записан 1 человек" in desk.tatiana.screen.text
    await desk.tatiana.presses_data(screen, wishes.CancelEvent(event=event_id, version=1, sure=1).pack())
    assert "Почему отменяется" in desk.tatiana.screen.text
    await desk.tatiana.presses_data(screen, wishes.SetField(event=0, field=DraftField.HOURS, value="4").pack())
    assert "сохранён или начат заново" in desk.tatiana.screen.text
    await desk.tatiana.presses_data(screen, wishes.SendLetter(event=event_id, send=1).pack())
    assert "уже отправлено или отменено" in desk.tatiana.screen.text
    assert desk.event(event_id).state is EventState.PUBLISHED


async def test_an_admin_changes_every_event(desk: Desk) -> None:
    event_id = await desk.publishes()
    olga = desk.world.admin()
    await olga.types("/manage")
    await olga.presses("Все")
    await olga.presses("Читаем задачу")
    await olga.presses("Изменить")
    await olga.presses("Название")
    await olga.types("Читаем задачу вместе")
    assert "Изменено" in olga.screen.text
    assert desk.event(event_id).title == "Читаем задачу вместе"


async def test_a_new_title_disturbs_nobody(desk: Desk) -> None:
    event_id = await desk.publishes()
    await desk.signs_up(desk.nina)
    seen = len(desk.nina.chat)
    await opens(desk)
    await desk.tatiana.presses("Изменить")
    await desk.tatiana.presses("Название")
    await desk.tatiana.types("Задача без страха")
    assert "Изменено" in desk.tatiana.screen.text
    assert len(desk.nina.chat) == seen
    assert desk.event(event_id).version == 1


async def test_more_seats_are_offered_to_those_who_wait(desk: Desk) -> None:
    event_id = await desk.publishes("Семинар «Читаем задачу» 7 октября 14:00, 4 часа, СОШ № 1, 1 место")
    await desk.signs_up(desk.nina)
    await desk.sergey.types("Мероприятия")
    await desk.sergey.presses("Читаем задачу")
    await desk.sergey.presses("лист ожидания")
    assert desk.registration_state("Сергей", event_id) is RegistrationState.WAITLISTED
    await opens(desk)
    await desk.tatiana.presses("Изменить")
    await desk.tatiana.presses("Места")
    await desk.tatiana.types("2")
    await desk.world.settle()
    assert desk.registration_state("Сергей", event_id) is RegistrationState.OFFERED
    assert "освободилось место" in desk.sergey.screen.text


async def test_an_event_is_cancelled_with_a_reason_everybody_hears(desk: Desk) -> None:
    event_id = await desk.publishes()
    await desk.signs_up(desk.nina)
    with desk.world.db() as db:
        make_event(db, "Похожий семинар", days=20)
        db.commit()
    await opens(desk)
    await desk.tatiana.presses("Отменить")
    assert "Причину увидит 1 человек" in desk.tatiana.screen.text
    await desk.tatiana.types("я")
    assert "от 3 до 300" in desk.tatiana.screen.text
    await desk.tatiana.types("Заболел ведущий")
    assert "Сообщим 1 человеку" in desk.tatiana.screen.text
    await desk.tatiana.presses("Да, отменить")
    assert "Отменено: «Читаем задачу»" in desk.tatiana.screen.text
    await desk.world.settle()

    event = desk.event(event_id)
    assert (event.state, event.cancel_reason, event.taken) == (EventState.CANCELLED, "Заболел ведущий", 0)
    assert desk.registration_state("Нина", event_id) is RegistrationState.CANCELLED
    notice = next(message for message in desk.nina.chat if "Причина: Заболел ведущий" in message.text)
    assert "Похожее: «Похожий семинар»" in notice.text
    await desk.nina.types("Мои записи")
    assert "Читаем задачу" in desk.nina.screen.text
    await opens(desk)
    assert "Отменено: Заболел ведущий" in desk.tatiana.screen.text


async def test_a_cancellation_for_an_older_version_is_refused(desk: Desk) -> None:
    event_id = await desk.publishes()
    with desk.world.db() as db:
        db.get_one(Event, event_id).version = 2
        db.commit()
    old = wishes.CancelEvent(event=event_id, version=1, sure=0).pack()
    await desk.tatiana.presses_data(desk.tatiana.screen.message_id, old)
    assert "успели изменить" in desk.tatiana.screen.text
    assert desk.event(event_id).state is EventState.PUBLISHED


async def test_participants_are_shown_by_name_school_and_post_only(desk: Desk) -> None:
    await desk.publishes("Семинар «Читаем задачу» 7 октября 14:00, 4 часа, СОШ № 1, 1 место")
    await desk.signs_up(desk.nina)
    await desk.sergey.types("Мероприятия")
    await desk.sergey.presses("Читаем задачу")
    await desk.sergey.presses("лист ожидания")
    await opens(desk)
    await desk.tatiana.presses("Участники")
    text = desk.tatiana.screen.text
    assert "Записан 1 человек, мест 1 · ждут: 1" in text
    assert "✓ Агеева Нина Петровна, СОШ № 1, учитель" in text
    assert "1. Жданов Сергей Михайлович, СОШ № 11, учитель – в листе ожидания" in text
    assert str(desk.nina.id) not in text


async def test_a_letter_is_previewed_and_reaches_those_with_a_seat(desk: Desk) -> None:
    await desk.publishes()
    await desk.signs_up(desk.nina)
    await opens(desk)
    await desk.tatiana.presses("Написать участникам")
    assert "Письмо получит 1 участник" in desk.tatiana.screen.text
    await desk.tatiana.sends_file("letter.txt", b"words")
    assert "Нужен текст" in desk.tatiana.screen.text
    await desk.tatiana.types("ы" * 2001)
    assert "до 2000 знаков" in desk.tatiana.screen.text
    await desk.tatiana.types("Возьмите <b>учебник</b> & ручку")
    assert "Возьмите <b>учебник</b> & ручку" in desk.tatiana.screen.text
    await desk.tatiana.presses("Отправить")
    await desk.world.settle()
    assert "отправлено 1 участнику" in desk.tatiana.screen.text
    assert "Возьмите <b>учебник</b> & ручку" in desk.nina.screen.text
    assert "Лугова Татьяна Сергеевна" in desk.nina.screen.text
    assert not [message for message in desk.sergey.chat if "учебник" in message.text]
    with desk.world.db() as db:
        assert len(db.scalars(select(Letter)).all()) == 1


async def test_a_letter_can_be_dropped(desk: Desk) -> None:
    await desk.publishes()
    await desk.signs_up(desk.nina)
    await opens(desk)
    await desk.tatiana.presses("Написать участникам")
    await desk.tatiana.types("Возьмите учебник")
    await desk.tatiana.presses("Не сейчас")
    assert "Письмо не отправлено" in desk.tatiana.screen.text
    with desk.world.db() as db:
        assert not db.scalars(select(Letter)).all()


async def test_a_letter_in_quiet_hours_waits_for_the_morning(desk: Desk) -> None:
    await desk.publishes()
    await desk.signs_up(desk.nina)
    await desk.world.advance(hours=12)
    await opens(desk)
    await desk.tatiana.presses("Написать участникам")
    await desk.tatiana.types("Возьмите учебник")
    await desk.tatiana.presses("Отправить")
    await desk.world.settle()
    assert "тихие часы" in desk.tatiana.screen.text
    assert "08:00" in desk.tatiana.screen.text
    assert "учебник" not in desk.nina.screen.text
    await desk.world.advance(hours=11)
    assert "Возьмите учебник" in desk.nina.screen.text


async def test_nobody_signed_up_is_nobody_to_write_to(desk: Desk) -> None:
    event_id = await desk.publishes()
    write = wishes.WriteToParticipants(event=event_id).pack()
    await desk.tatiana.presses_data(desk.tatiana.screen.message_id, write)
    assert "Писать пока некому" in desk.tatiana.screen.text


async def test_screens_hold_the_longest_names(desk: Desk) -> None:
    """300-sign titles, notes of 1000, whole schools of people: every screen of the desk is still one message."""
    title, long_name = "Ж" * 299 + "я", "Константинопольская-Преображенская Александрина Всеволодовна"
    with desk.world.db() as db:
        event = make_event(
            db,
            title,
            note="н" * 1000,
            place="м" * 300,
            responsible_id=desk.ids["Татьяна"],
            posts=["teacher", "educator", "senior_educator", "head", "deputy_head", "librarian", "other"],
        )
        for number in range(12):
            teacher = make_teacher(db, f"{long_name}{number}", post_title="д" * 200)
            add(db, registration(event.id, teacher.id))
        db.add(registration(event.id, desk.ids["Нина"]))
        event.taken = 13
        db.commit()
        event_id = event.id
    for wish in (
        wishes.ManagePage(own=1, page=1),
        wishes.ManageEvent(event=event_id),
        wishes.ChangeMenu(event=event_id),
        wishes.ChangeEvent(event=event_id, field=DraftField.NOTE),
        wishes.ShowParticipants(event=event_id, page=1),
        wishes.WriteToParticipants(event=event_id),
    ):
        await desk.tatiana.types("/manage")
        await desk.tatiana.presses_data(desk.tatiana.screen.message_id, wish.pack())
    await desk.tatiana.types("п" * 2000)
    await desk.tatiana.presses("Отправить")
    await desk.world.settle()
    with desk.world.db() as db:
        states = set(db.scalars(select(OutboxMessage.state)))
    assert states <= {OutboxState.SENT, OutboxState.DROPPED}


def registration(event_id: int, teacher_id: int) -> Registration:
    return Registration(
        event_id=event_id,
        teacher_id=teacher_id,
        state=RegistrationState.CONFIRMED,
        created_at=NOW,
        confirmed_at=NOW,
    )
