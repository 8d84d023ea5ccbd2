"""A methodist writes to many: aims, previews, sends, watches it go on, holds it up; receivers may want none."""

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
from tests.builders import NOW, add, make_event, make_organization, make_teacher
from tests.flows.desk.people import Desk

TEXT = "Завтра в школах вводят новый журнал. Инструкция у завуча."


async def previews(desk: Desk, *presses: str, text: str = TEXT) -> None:
    await desk.tatiana.types("/broadcast")
    await desk.tatiana.types(text)
    for label in presses:
        await desk.tatiana.presses(label)


def got(person: Person) -> bool:
    return any(seen.text.startswith("📣") for seen in person.chat)


def the_broadcast(desk: Desk) -> Broadcast:
    with desk.world.db() as db:
        return db.scalars(select(Broadcast)).one()


def states(desk: Desk) -> dict[OutboxState, int]:
    with desk.world.db() as db:
        statement = select(OutboxMessage.state, func.count()).where(OutboxMessage.broadcast_id.is_not(None))
        return {row[0]: row[1] for row in db.execute(statement.group_by(OutboxMessage.state))}


async def test_a_broadcast_goes_from_the_desk_to_everybody_but_its_author(desk: Desk) -> None:
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
    assert the_broadcast(desk).state is BroadcastState.DONE


async def test_bad_text_is_asked_again_and_a_better_one_replaces_it(desk: Desk) -> None:
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
    await previews(desk, "Все педагоги")
    shown = desk.tatiana.screen
    wish = str(shown.keys[0][0]["callback_data"])
    await desk.tatiana.types("Совсем другой текст")
    await desk.tatiana.presses_data(shown.message_id, wish)
    assert "уже отправили, отменили или изменили" in desk.tatiana.screen.text
    await desk.world.settle()
    assert not got(desk.nina)


async def test_sending_twice_sends_once(desk: Desk) -> None:
    await previews(desk, "Все педагоги")
    shown = desk.tatiana.screen
    wish = str(shown.keys[0][0]["callback_data"])
    await desk.tatiana.presses("Отправить")
    await desk.tatiana.presses_data(shown.message_id, wish)
    assert "уже отправили" in desk.tatiana.screen.text
    await desk.world.settle()
    assert sum(seen.text.startswith("📣") for seen in desk.nina.chat) == 1


async def test_a_broadcast_can_be_dropped(desk: Desk) -> None:
    await previews(desk, "Все педагоги", "Не сейчас")
    assert "Рассылка не отправлена" in desk.tatiana.screen.text
    await desk.world.settle()
    assert not got(desk.nina)


async def test_posts_choose_the_receivers(desk: Desk) -> None:
    with desk.world.db() as db:
        db.get_one(Teacher, desk.ids["Сергей"]).post = Post.LIBRARIAN
        db.get_one(Teacher, desk.ids["Марина"]).post = Post.METHODIST
        db.commit()
    await previews(desk, "По должностям")
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
    assert [got(who) for who in (desk.sergey, desk.marina, desk.nina)] == [True, True, False]


async def test_statuses_that_hold_today_choose_the_receivers(desk: Desk) -> None:
    with desk.world.db() as db:
        for name, until in (("Нина", None), ("Сергей", date(2026, 9, 30))):
            school = db.get_one(Teacher, desk.ids[name]).organization_id
            add(db, OrgStatus(organization_id=school, kind=OrgStatusKind.LEADER, since=date(2025, 9, 1), until=until))
        db.commit()
    await previews(desk, "По статусу организации", "школа-лидер", "Готово")
    assert "Отправить 1 человеку: организации со статусом школа-лидер?" in desk.tatiana.screen.text
    await desk.tatiana.presses("Отправить")
    await desk.world.settle()
    assert [got(who) for who in (desk.nina, desk.sergey)] == [True, False]


async def test_one_organization_is_typed_or_pressed(desk: Desk) -> None:
    await previews(desk, "Одна организация")
    await desk.tatiana.types("абракадабра")
    assert "не нашлось" in desk.tatiana.screen.text
    await desk.tatiana.types("школа 11")
    assert "Отправить 1 человеку: СОШ № 11?" in desk.tatiana.screen.text
    await desk.tatiana.presses("Другие получатели")
    await desk.tatiana.presses("Одна организация")
    await desk.tatiana.presses("СОШ № 1")
    await desk.tatiana.presses("Отправить")
    await desk.world.settle()
    assert [got(who) for who in (desk.nina, desk.sergey)] == [True, False]


async def test_participants_of_an_event_get_it_while_they_hold_a_seat(desk: Desk) -> None:
    await desk.publishes()
    await desk.signs_up(desk.nina)
    await desk.signs_up(desk.sergey)
    await previews(desk, "Участники мероприятия")
    await desk.tatiana.presses("Читаем задачу")
    assert "Отправить 2 людям: участники «Читаем задачу»?" in desk.tatiana.screen.text
    await desk.tatiana.presses("Отправить")
    await desk.sergey.presses("Отменить запись")
    await desk.sergey.presses("Да, отменить")
    await desk.world.settle()
    assert [got(who) for who in (desk.nina, desk.sergey)] == [True, False]
    await desk.nina.presses("Подробнее")
    assert "Читаем задачу" in desk.nina.screen.text


async def test_an_audience_of_nobody_cannot_be_written_to(desk: Desk) -> None:
    with desk.world.db() as db:
        make_event(db, "Пустая встреча")
        db.commit()
    await previews(desk, "Участники мероприятия", "Пустая встреча")
    assert "Писать некому" in desk.tatiana.screen.text
    assert "Отправить" not in desk.tatiana.labels


async def test_quiet_hours_hold_a_broadcast_until_the_morning(desk: Desk) -> None:
    await desk.world.advance(hours=12)
    await previews(desk, "Все педагоги")
    assert "Сейчас тихие часы: отправим пт, 2 октября, 08:00" in desk.tatiana.screen.text
    await desk.tatiana.presses("Отправить")
    assert "тихие часы" in desk.tatiana.screen.text
    await desk.world.settle()
    assert not got(desk.nina)
    await desk.world.advance(hours=10)
    assert got(desk.nina)


async def test_rows_owed_before_quiet_hours_wait_as_well(desk: Desk) -> None:
    await previews(desk, "Все педагоги", "Отправить")
    await desk.world.app.ticker.tick()
    assert states(desk) == {OutboxState.NEW: 3}
    await desk.world.advance(hours=12)
    assert not got(desk.nina)
    await desk.world.advance(hours=10)
    assert got(desk.nina)


async def test_whoever_wants_none_gets_none_but_reminders_of_own_events(desk: Desk) -> None:
    await desk.publishes()
    await desk.signs_up(desk.nina)
    await desk.nina.types("Профиль")
    await desk.nina.presses("Не получать рассылки")
    assert "Рассылки: не получаете" in desk.nina.screen.text
    await previews(desk, "Все педагоги")
    assert "отказались от рассылок: 1" in desk.tatiana.screen.text
    await desk.tatiana.presses("Отправить")
    await desk.world.settle()
    await desk.world.advance(seconds=15)
    assert not got(desk.nina)
    assert "Доставлено: 2 из 3" in desk.tatiana.screen.text
    assert "Пропущено (отказались, выбыли или рассылка остановлена): 1" in desk.tatiana.screen.text
    await desk.world.advance(days=5, hours=5)
    assert any("Читаем задачу" in seen.text and "завтра" in seen.text.casefold() for seen in desk.nina.chat)


async def test_a_press_under_a_broadcast_ends_them_and_keeps_it_readable(desk: Desk) -> None:
    await previews(desk, "Все педагоги", "Отправить")
    await desk.world.settle()
    await desk.nina.presses("Не получать рассылки")
    assert "рассылки больше не приходят" in desk.nina.screen.text
    assert got(desk.nina)
    await desk.nina.presses("Получать рассылки")
    assert "снова будут приходить" in desk.nina.screen.text
    with desk.world.db() as db:
        account = db.scalars(select(Account).where(Account.external_id == desk.nina.id)).one()
        assert not account.no_broadcasts


async def test_a_teacher_cannot_broadcast_and_a_colleague_cannot_hold_it_up(desk: Desk) -> None:
    await desk.nina.types("/broadcast")
    assert "только методисты" in desk.nina.screen.text
    await previews(desk, "Все педагоги", "Отправить")
    await desk.marina.types("/broadcast")
    await desk.marina.presses("Все рассылки")
    await desk.marina.presses("идёт · Завтра в школах")
    assert "Автор: Лугова Татьяна Сергеевна" in desk.marina.screen.text
    assert "Пауза" not in desk.marina.labels
    number = the_broadcast(desk).id
    for wish in (f"bch:{number}:1", f"bcstop:{number}:0", f"bcstop:{number}:1"):
        await desk.marina.presses_data(desk.marina.screen.message_id, wish)
        assert "могут её автор и администратор" in desk.marina.screen.text
        await desk.nina.presses_data(desk.nina.screen.message_id, wish)
        assert "только методисты" in desk.nina.screen.text
    assert the_broadcast(desk).state is BroadcastState.RUNNING


async def test_an_admin_stops_the_broadcast_of_another(desk: Desk) -> None:
    with desk.world.db() as db:
        admin = make_teacher(db, "Орлова Ольга Ивановна", make_organization(db, "Округ"), role=Role.ADMIN)
        db.commit()
    olga = desk.world.registered(admin.id)
    await previews(desk, "Все педагоги", "Отправить")
    await olga.types("/broadcast")
    await olga.presses("идёт · Завтра")
    await olga.presses("Остановить")
    assert "Доставлено 0, ещё 4 её не получат" in olga.screen.text
    await olga.presses("Да, остановить")
    await desk.world.settle()
    assert not got(desk.nina)
    assert "Рассылка остановлена" in desk.tatiana.screen.text
    assert "или рассылка остановлена): 4" in desk.tatiana.screen.text


async def test_buttons_of_a_form_that_is_gone_say_so(desk: Desk) -> None:
    await previews(desk, "По должностям")
    await desk.tatiana.types("/help")
    await desk.tatiana.types("Мои мероприятия")
    for wish in ("bca:all", "bcx", "bcs:teacher:1", "bcd", "bco:1", "bcop:1", "bce:1", "bcep:1", "bcsend:1:abc"):
        await desk.tatiana.presses_data(desk.tatiana.screen.message_id, wish)
        assert "можно написать заново" in desk.tatiana.screen.text, wish
    await desk.tatiana.presses_data(desk.tatiana.screen.message_id, "bc:999")
    assert "Этого больше нет" in desk.tatiana.screen.text


async def test_the_longest_text_is_one_message(desk: Desk) -> None:
    title = "Ж" * 300
    with desk.world.db() as db:
        make_event(db, title)
        db.commit()
    await previews(desk, "По должностям", text="&" * 2000)
    for label in [label for label in desk.tatiana.labels if not label.startswith(("‹", "Готово"))][-17:]:
        if label in {"учителя", "воспитатели", "заместители руководителей", "другие специалисты"}:
            await desk.tatiana.presses(label)
    await desk.tatiana.presses("Готово")
    await desk.tatiana.presses("Отправить")
    await desk.world.settle()
    assert "&" * 2000 in desk.nina.screen.text
    await previews(desk, "Участники мероприятия", text="ы" * 2000)
    assert any(label.startswith("ср, 7 октября · ЖЖЖ") for label in desk.tatiana.labels)


async def test_a_withdrawn_author_takes_the_words_along(desk: Desk) -> None:
    await previews(desk, "Все педагоги", "Отправить")
    await desk.tatiana.types("Профиль")
    for label in ("Мои данные", "Отозвать согласие", "Да, отозвать и стереть"):
        await desk.tatiana.presses(label)
    await desk.world.settle()
    await desk.world.advance(seconds=15)
    broadcast = the_broadcast(desk)
    assert (broadcast.text, broadcast.state) == ("", BroadcastState.STOPPED)
    assert not got(desk.nina)


async def test_what_cannot_be_told_in_three_days_is_not_told(desk: Desk) -> None:
    await previews(desk, "Все педагоги", "Отправить")
    await desk.world.app.ticker.tick()
    desk.world.clock.set(NOW + broadcasts.LIFETIME)
    await desk.world.settle()
    await desk.world.advance(seconds=15)
    assert not got(desk.nina)
    assert states(desk) == {OutboxState.EXPIRED: 3}
    assert "Опоздало и не отправлено: 3" in desk.tatiana.screen.text
