"""A methodist writes to many people: audience, preview, sending, stopping; receivers may turn broadcasts off."""

from datetime import date

from sqlalchemy import func, select

from models import (
    Account,
    Broadcast,
    BroadcastState,
    OrgStatus,
    OrgStatusKind,
    OutboxMessage,
    OutboxState,
    Post,
    Role,
    Teacher,
)
from sandbox.person import Person
from services.correspondence import broadcasts
from tests.builders import NOW, add, make_event, make_organization, make_teacher, take_post
from tests.flows.desk.people import Desk
from tests.flows.network_people import presses_old_button, withdraws_consent

TEXT = "Завтра в школах вводят новый журнал. Инструкция у завуча."


async def prepares(desk: Desk, *presses: str, text: str = TEXT) -> None:
    """Татьяна writes a broadcast and presses these buttons."""
    await desk.tatiana.types("/broadcast")
    await desk.tatiana.types(text)
    for label in presses:
        await desk.tatiana.presses(label)


def received(person: Person) -> bool:
    return any(seen.text.startswith("📣") for seen in person.chat)


def stored_broadcast(desk: Desk) -> Broadcast:
    with desk.world.db() as db:
        return db.scalars(select(Broadcast)).one()


def outbox_states(desk: Desk) -> dict[OutboxState, int]:
    with desk.world.db() as db:
        statement = select(OutboxMessage.state, func.count()).where(OutboxMessage.broadcast_id.is_not(None))
        return {row[0]: row[1] for row in db.execute(statement.group_by(OutboxMessage.state))}


async def test_a_broadcast_to_all_reaches_everybody_but_its_author(desk: Desk) -> None:
    await desk.tatiana.types("Мои мероприятия")
    await desk.tatiana.presses("Рассылка")
    assert "Напишите текст рассылки" in desk.tatiana.screen.text
    await desk.tatiana.types("Возьмите <b>учебник</b> & ручку")
    await desk.tatiana.presses("Все педагоги")
    assert "Отправить 3 людям: все педагоги сети?" in desk.tatiana.screen.text
    assert "📣 Возьмите <b>учебник</b> & ручку" in desk.tatiana.screen.text
    await desk.tatiana.presses("Отправить")
    assert "Доставлено: 0 из 3" in desk.tatiana.screen.text
    await desk.world.settle()

    for person in (desk.marina, desk.nina, desk.sergey):
        assert "Возьмите <b>учебник</b> & ручку" in person.screen.text
        assert "Лугова Татьяна Сергеевна" in person.screen.text
    await desk.world.advance(seconds=15)
    assert "Рассылка закончена" in desk.tatiana.screen.text
    assert "Доставлено: 3 из 3" in desk.tatiana.screen.text
    assert stored_broadcast(desk).state is BroadcastState.DONE


async def test_a_bad_text_is_asked_for_again_and_a_later_text_replaces_the_first(desk: Desk) -> None:
    await desk.tatiana.types("/broadcast")
    await desk.tatiana.sends_file("words.txt", b"words")
    assert "Нужен текст, от 2 до 2000" in desk.tatiana.screen.text
    await desk.tatiana.types("я")
    assert "Нужен текст" in desk.tatiana.screen.text
    await desk.tatiana.types(TEXT)
    await desk.tatiana.types("всем")
    assert "Здесь ответ – кнопкой." in desk.tatiana.screen.text
    await desk.tatiana.presses("Все педагоги")
    await desk.tatiana.types("ы" * 2001)
    assert "Нужен текст" in desk.tatiana.screen.text
    assert TEXT in desk.tatiana.screen.text
    await desk.tatiana.types("Журнал отложили.")
    assert "Журнал отложили." in desk.tatiana.screen.text
    await desk.tatiana.presses("Отправить")
    await desk.world.settle()
    assert "Журнал отложили." in desk.nina.screen.text


async def test_an_older_preview_never_sends_a_newer_text(desk: Desk) -> None:
    await prepares(desk, "Все педагоги")
    shown = desk.tatiana.screen
    wish = str(shown.keys[0][0]["callback_data"])
    await desk.tatiana.types("Совсем другой текст")
    await desk.tatiana.presses_data(shown.message_id, wish)
    assert "уже отправили, отменили или изменили" in desk.tatiana.screen.text
    await desk.world.settle()
    assert not received(desk.nina)


async def test_pressing_send_twice_sends_once(desk: Desk) -> None:
    await prepares(desk, "Все педагоги")
    shown = desk.tatiana.screen
    wish = str(shown.keys[0][0]["callback_data"])
    await desk.tatiana.presses("Отправить")
    await desk.tatiana.presses_data(shown.message_id, wish)
    assert "уже отправили" in desk.tatiana.screen.text
    await desk.world.settle()
    assert sum(seen.text.startswith("📣") for seen in desk.nina.chat) == 1


async def test_a_broadcast_can_be_discarded_instead_of_sent(desk: Desk) -> None:
    await prepares(desk, "Все педагоги", "Не сейчас")
    assert "Рассылка не отправлена" in desk.tatiana.screen.text
    await desk.world.settle()
    assert not received(desk.nina)


async def test_a_broadcast_by_posts_reaches_only_these_posts(desk: Desk) -> None:
    with desk.world.db() as db:
        take_post(db, db.get_one(Teacher, desk.ids["Сергей"]), Post.LIBRARIAN)
        take_post(db, db.get_one(Teacher, desk.ids["Марина"]), Post.METHODIST)
        db.commit()
    await prepares(desk, "По должностям")
    assert "Готово" not in desk.tatiana.labels
    await desk.tatiana.types("библиотекари")
    assert "кнопкой" in desk.tatiana.screen.text
    await desk.tatiana.presses("библиотекари")
    await desk.tatiana.presses("учителя")
    await desk.tatiana.presses("✓ учителя")
    await desk.tatiana.presses("методисты")
    await desk.tatiana.presses("Готово")
    assert "Отправить 2 людям: библиотекари, методисты?" in desk.tatiana.screen.text
    await desk.tatiana.presses("Отправить")
    await desk.world.settle()
    assert [received(who) for who in (desk.sergey, desk.marina, desk.nina)] == [True, True, False]


async def test_a_broadcast_by_organization_status_counts_only_statuses_valid_today(desk: Desk) -> None:
    with desk.world.db() as db:
        for name, until in (("Нина", None), ("Сергей", date(2026, 9, 30))):
            school = db.get_one(Teacher, desk.ids[name]).organization_id
            add(db, OrgStatus(organization_id=school, kind=OrgStatusKind.LEADER, since=date(2025, 9, 1), until=until))
        db.commit()
    await prepares(desk, "По статусу организации", "школа-лидер", "Готово")
    assert "Отправить 1 человеку: организации со статусом школа-лидер?" in desk.tatiana.screen.text
    await desk.tatiana.presses("Отправить")
    await desk.world.settle()
    assert [received(who) for who in (desk.nina, desk.sergey)] == [True, False]


async def test_one_organization_is_chosen_by_its_typed_name_or_a_button(desk: Desk) -> None:
    await prepares(desk, "Одна организация")
    await desk.tatiana.types("абракадабра")
    assert "не нашлось" in desk.tatiana.screen.text
    await desk.tatiana.types("школа 11")
    assert "Отправить 1 человеку: СОШ № 11?" in desk.tatiana.screen.text
    await desk.tatiana.presses("Другие получатели")
    await desk.tatiana.presses("Одна организация")
    await desk.tatiana.presses("СОШ № 1")
    await desk.tatiana.presses("Отправить")
    await desk.world.settle()
    assert [received(who) for who in (desk.nina, desk.sergey)] == [True, False]


async def test_a_broadcast_to_participants_skips_those_who_cancelled_meanwhile(desk: Desk) -> None:
    await desk.publishes()
    await desk.signs_up(desk.nina)
    await desk.signs_up(desk.sergey)
    await prepares(desk, "Участники мероприятия")
    await desk.tatiana.presses("Читаем задачу")
    assert "Отправить 2 людям: участники «Читаем задачу»?" in desk.tatiana.screen.text
    await desk.tatiana.presses("Отправить")
    await desk.sergey.presses("Отменить запись")
    await desk.sergey.presses("Да, отменить")
    await desk.world.settle()
    assert [received(who) for who in (desk.nina, desk.sergey)] == [True, False]
    await desk.nina.presses("Подробнее")
    assert "Читаем задачу" in desk.nina.screen.text


async def test_an_empty_audience_cannot_be_written_to(desk: Desk) -> None:
    with desk.world.db() as db:
        make_event(db, "Пустая встреча")
        db.commit()
    await prepares(desk, "Участники мероприятия", "Пустая встреча")
    assert "Писать некому" in desk.tatiana.screen.text
    assert "Отправить" not in desk.tatiana.labels


async def test_quiet_hours_hold_a_broadcast_until_the_morning(desk: Desk) -> None:
    await desk.world.advance(hours=12)
    await prepares(desk, "Все педагоги")
    assert "Сейчас тихие часы: отправим пт, 2 октября, 08:00" in desk.tatiana.screen.text
    await desk.tatiana.presses("Отправить")
    assert "тихие часы" in desk.tatiana.screen.text
    await desk.world.settle()
    assert not received(desk.nina)
    await desk.world.advance(hours=10)
    assert received(desk.nina)


async def test_messages_enqueued_before_quiet_hours_wait_for_the_morning(desk: Desk) -> None:
    await prepares(desk, "Все педагоги", "Отправить")
    await desk.world.app.ticker.tick()
    assert outbox_states(desk) == {OutboxState.NEW: 3}
    await desk.world.advance(hours=12)
    assert not received(desk.nina)
    await desk.world.advance(hours=10)
    assert received(desk.nina)


async def test_a_person_who_turned_broadcasts_off_still_gets_reminders(desk: Desk) -> None:
    await desk.publishes()
    await desk.signs_up(desk.nina)
    await desk.nina.types("Профиль")
    await desk.nina.presses("Не получать рассылки")
    assert "Рассылки: не получаете" in desk.nina.screen.text
    await prepares(desk, "Все педагоги")
    assert "отказались от рассылок: 1" in desk.tatiana.screen.text
    await desk.tatiana.presses("Отправить")
    await desk.world.settle()
    await desk.world.advance(seconds=15)
    assert not received(desk.nina)
    assert "Доставлено: 2 из 3" in desk.tatiana.screen.text
    assert "Пропущено (отказались, выбыли или рассылка остановлена): 1" in desk.tatiana.screen.text
    await desk.world.advance(days=5, hours=5)
    assert any("Читаем задачу" in seen.text and "завтра" in seen.text.casefold() for seen in desk.nina.chat)


async def test_a_button_under_a_broadcast_turns_them_off_and_on(desk: Desk) -> None:
    await prepares(desk, "Все педагоги", "Отправить")
    await desk.world.settle()
    await desk.nina.presses("Не получать рассылки")
    assert "рассылки больше не приходят" in desk.nina.screen.text
    assert received(desk.nina)
    await desk.nina.presses("Получать рассылки")
    assert "снова будут приходить" in desk.nina.screen.text
    with desk.world.db() as db:
        account = db.scalars(select(Account).where(Account.external_id == desk.nina.id)).one()
        assert not account.no_broadcasts


async def test_a_teacher_cannot_broadcast_and_a_colleague_cannot_pause_or_stop(desk: Desk) -> None:
    await desk.nina.types("/broadcast")
    assert "только методисты" in desk.nina.screen.text
    await prepares(desk, "Все педагоги", "Отправить")
    await desk.marina.types("/broadcast")
    await desk.marina.presses("Все рассылки")
    await desk.marina.presses("идёт · Завтра в школах")
    assert "Автор: Лугова Татьяна Сергеевна" in desk.marina.screen.text
    assert "Пауза" not in desk.marina.labels
    number = stored_broadcast(desk).id
    for wish in (f"bch:{number}:1", f"bcstop:{number}:0", f"bcstop:{number}:1"):
        assert "могут её автор и администратор" in await presses_old_button(desk.marina, wish)
        assert "только методисты" in await presses_old_button(desk.nina, wish)
    assert stored_broadcast(desk).state is BroadcastState.RUNNING


async def test_an_admin_stops_the_broadcast_of_somebody_else(desk: Desk) -> None:
    with desk.world.db() as db:
        admin = make_teacher(db, "Орлова Ольга Ивановна", make_organization(db, "Округ"), role=Role.ADMIN)
        db.commit()
    olga = desk.world.registered(admin.id)
    await prepares(desk, "Все педагоги", "Отправить")
    await olga.types("/broadcast")
    await olga.presses("идёт · Завтра")
    await olga.presses("Остановить")
    assert "Доставлено 0, ещё 4 её не получат" in olga.screen.text
    await olga.presses("Да, остановить")
    await desk.world.settle()
    assert not received(desk.nina)
    assert "Рассылка остановлена" in desk.tatiana.screen.text
    assert "или рассылка остановлена): 4" in desk.tatiana.screen.text


async def test_buttons_of_a_closed_form_say_that_it_is_gone(desk: Desk) -> None:
    await prepares(desk, "По должностям")
    await desk.tatiana.types("/help")
    await desk.tatiana.types("Мои мероприятия")
    for wish in ("bca:all", "bcx", "bcs:teacher:1", "bcd", "bco:1", "bcop:1", "bce:1", "bcep:1", "bcsend:1:abc"):
        assert "можно написать заново" in await presses_old_button(desk.tatiana, wish), wish
    assert "Этого больше нет" in await presses_old_button(desk.tatiana, "bc:999")


async def test_the_longest_text_fits_one_message(desk: Desk) -> None:
    title = "Ж" * 300
    with desk.world.db() as db:
        make_event(db, title)
        db.commit()
    await prepares(desk, "По должностям", text="&" * 2000)
    for label in ("учителя", "воспитатели", "заместители руководителей", "другие специалисты", "Готово", "Отправить"):
        await desk.tatiana.presses(label)
    await desk.world.settle()
    assert "&" * 2000 in desk.nina.screen.text
    await prepares(desk, "Участники мероприятия", text="ы" * 2000)
    assert any(label.startswith("ср, 7 октября · ЖЖЖ") for label in desk.tatiana.labels)


async def test_a_withdrawal_of_the_author_stops_the_broadcast_and_erases_its_text(desk: Desk) -> None:
    await prepares(desk, "Все педагоги", "Отправить")
    await withdraws_consent(desk.tatiana)
    await desk.world.settle()
    await desk.world.advance(seconds=15)
    broadcast = stored_broadcast(desk)
    assert (broadcast.text, broadcast.state) == ("", BroadcastState.STOPPED)
    assert not received(desk.nina)


async def test_a_broadcast_not_sent_within_three_days_expires(desk: Desk) -> None:
    await prepares(desk, "Все педагоги", "Отправить")
    await desk.world.app.ticker.tick()
    desk.world.clock.set(NOW + broadcasts.LIFETIME)
    await desk.world.settle()
    await desk.world.advance(seconds=15)
    assert not received(desk.nina)
    assert outbox_states(desk) == {OutboxState.EXPIRED: 3}
    assert "Опоздало и не отправлено: 3" in desk.tatiana.screen.text
