"""The bot starts on a database of an earlier version: waiting messages arrive, open forms continue, nothing is lost.

Every test ends with no broken invariant, no refused message and no parked update.
"""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import NamedTuple

import pytest
from sqlalchemy import select

from models import (
    Broadcast,
    BroadcastState,
    Certificate,
    Document,
    Event,
    InboxState,
    InboxUpdate,
    Job,
    JobState,
    OutboxMessage,
    OutboxState,
    Registration,
    RegistrationState,
    Role,
    RoleGrant,
    Teacher,
)
from tests.models.earlier_database import (
    DUMP,
    FIRST_NEW_MESSAGE_ID,
    UNUSED_INVITE,
    EarlierWorld,
    open_earlier_world,
    start_bot,
)

NEWS = re.compile("^📣 Завтра в школах вводят новый журнал.")

UNTOUCHED = (
    *("organization", "subproject", "org_status", "teacher", "organization_claim", "role_grant", "consent"),
    *("identity_question", "invite", "code_miss", "attendance", "event_role", "feedback", "letter", "question"),
    *("question_line", "point_entry", "reminder_run", "counter"),
)
"""Tables that no waiting message, update or job changes."""
KEPT_FIELDS = {
    "consent": ("id", "account_id", "version", "sha256", "given_at", "withdrawn_at"),
    "organization": ("id", "code", "short", "title", "kind", "locality", "place", "counts_in_share", "signer_name"),
}
"""Of tables whose other columns have moved."""

# Receiver and a part of the text of the waiting notice of each kind.
NOTICES: dict[str, tuple[str, str]] = {
    "event_published": ("Сергей", "Приглашаем: семинар «Учимся играя»\nпн, 12 октября, 15:00 · 2 часа"),
    "signup_closing": ("Сергей", "Запись скоро закроется: семинар «Сетевой урок», сб, 3 октября, 13:30."),
    "speakers_week": ("Елена", "пт, 9 октября Вы выступаете: практикум «Мастерская чтения»."),
    "day_before": ("Анна", "Завтра, сб, 3 октября, 13:30 – семинар «Сетевой урок».\nГимназия № 3"),
    "hour_before": ("Павел", "Скоро начинаем, в 14:00: «Рабочий лист».\nСОШ № 11"),
    "feedback_asked": ("Нина", "Как прошло мероприятие «Утренний круг»?"),
    "attendance_unmarked": ("Татьяна", "Прошло мероприятие «Утренний круг», пт, 2 октября, 09:30."),
    "seat_offered": ("Павел", "Для Вас освободилось место.\n«Читаем задачу», семинар"),
    "offer_ended": ("Анна", "Время на ответ вышло, место предложено следующему: консультация «Час тьютора»"),
    "event_moved": ("Нина", "Было: ср, 14 октября, 15:00\nСтало: пт, 16 октября, 15:00"),
    "event_cancelled": ("Сергей", "Отменено: лекция «Домашние опыты», чт, 15 октября, 16:00."),
    "own_event_changed": ("Татьяна", "Кто это сделал: Вересова Ольга Викторовна."),
    "letter": ("Елена", "Письмо участникам «Мастерская чтения», пт, 9 октября, 12:00"),
    "broadcast": ("Кира", "📣 Завтра в школах вводят новый журнал."),
    "question_asked": ("Татьяна", "Вольская Анна Ильинична, СОШ № 11:\nМожно прийти с коллегой?"),
    "question_answered": ("Нина", "Отвечает Лугова Татьяна Сергеевна, методист:\nНет, всё необходимое"),
    "points_awarded": ("Елена", "+1 балл за участие в семинаре «Карты знаний».\nВ этом учебном году: 4 балла"),
    "certificate_ready": ("Елена", "Сертификат готов: «Карты знаний», 1 час, № ИМЦ-26-0003."),
    "card_ready": ("Нина", "📄 Карта активности за 2026/27 учебный год."),
    "admin_alarm": ("Ольга", "⚠️ Ответы людям ждут отправки уже 2 мин, в очереди 6."),
    "identity_asked": (
        "Марина",
        "Зарегистрировался: Кедрова Алла, учитель.\nВ сети уже есть: Кедрова Алла Ивановна",
    ),
    "identity_answered": ("Ирина", "Методист подтвердил, что Вы – Зотова Ирина Львовна."),
    "organization_asked": ("Марина", "Уткина Белла не нашёл(ла) свою организацию"),
    "organization_answered": ("Зоя", "Методист указал Вашу организацию: Лесозаводская СОШ."),
}


class Step(NamedTuple):
    """One action in an open form and a part of the next screen. `text` is typed, or pressed if `is_button`."""

    form: str
    text: str
    next_screen: str
    is_button: bool = False


FORMS = {
    "Глеб": Step("Registering:name", "школа 5", "СОШ № 5 – записали.\nКем Вы работаете?"),
    "Мила": Step("Registering:organization", "школа 11", "СОШ № 11 – записали.\nКем Вы работаете?"),
    "Анна": Step("Registering:organization", "Гимназия № 3", "Организация: Гимназия № 3"),
    "Олег": Step("Registering:own_organization", "МБОУ «Речная школа», с. Речное", "Кем Вы работаете?"),
    "Пётр": Step("Registering:post", "учитель", "Какие предметы Вы ведёте?"),
    "Роза": Step("Registering:own_post", "концертмейстер", "Какие предметы Вы ведёте?"),
    "Тихон": Step("Registering:subjects", "Пропустить", "Вам открыты разделы методиста", is_button=True),
    "Татьяна": Step("AddingWalkIn:name", "Гладышев", "Выберите из списка."),
    "Лариса": Step(
        "AddingWalkIn:organization", "СОШ № 5", "Журавлёва Яна Игоревна\nСОШ № 5\nБез записи", is_button=True
    ),
    "Сергей": Step("Asking:question", "Игры приносить свои?", "Вопрос отправлен. Ответ придёт сюда."),
    "Клара": Step("Asking:answer", "Да, места хватит.", "Ответ отправлен."),
    "Ольга": Step("Broadcasting:text", "Сбор в девять утра.", "Кому отправить?"),
    "Галина": Step("Broadcasting:audience", "школа 5", "📣 Сбор завтра у входа."),
    "Дарья": Step("Broadcasting:preview", "Ярмарка отложена.", "📣 Ярмарка отложена.\nРыкова Дарья Павловна"),
    "Зинаида": Step("Cancelling:reason", "Ремонт зала", "Отменить «Сетевой урок»? Сообщим 1 человеку."),
    "Марина": Step("Drafting:field", "3 часа", "«Смысловое чтение», чт, 8 октября, 15:00, 3 часа\nГде проходит?"),
    "Вера": Step("Drafting:message", "Лекция «Звёзды» 21 октября 15:00, 1 час, СОШ № 5", "«Звёзды», лекция"),
    "Раиса": Step("Drafting:sure", "Да, перенести", "Перенесено. Сообщим 2 людям.", is_button=True),
    "Нина": Step("GivingFeedback:words", "Полезно.", "Спасибо, Ваши слова переданы методисту без имени."),
    "Инна": Step("Inviting:person", "Беркутова", "Кого из педагогов пригласить?"),
    "Елена": Step("ReportingMistake:text", "Юрьевна, а не Юрьева", "Передали методисту."),
    "Жанна": Step("Writing:letter", "Отправить", "Письмо отправлено 2 участникам.", is_button=True),
}


@pytest.fixture
async def earlier(tmp_path: Path) -> AsyncIterator[EarlierWorld]:
    """The database of the earlier version and its chats, before the start."""
    world = open_earlier_world(tmp_path)
    try:
        yield world
        assert world.violations() == []
    finally:
        world.close()
        await world.app.close()


@pytest.fixture
async def upgraded(earlier: EarlierWorld) -> EarlierWorld:
    await start_bot(earlier)
    return earlier


async def test_no_row_is_lost_or_changed_by_the_start(earlier: EarlierWorld) -> None:
    before = {name: earlier.table(name, *KEPT_FIELDS.get(name, ())) for name in UNTOUCHED}
    assert all(before.values())
    agreements = [str(row.update_id) for row in earlier.table("consent", "id", "update_id")]
    await start_bot(earlier)
    after = {name: earlier.table(name, *rows[0]._fields) for name, rows in before.items()}
    begun = after["reminder_run"].pop()
    assert (begun.rule, begun.event_id) == ("feedback", 6)  # goes on until the list of this event is closed
    assert after == before
    assert [row.update_key for row in earlier.table("consent", "id", "update_key")] == agreements


async def test_every_kind_of_waiting_notice_arrives_once(earlier: EarlierWorld) -> None:
    waiting = {row.kind for row in earlier.rows("SELECT kind FROM outbox WHERE state = 'new'")}
    assert waiting == {*NOTICES, "answer"}
    await start_bot(earlier)

    arrived = {kind: sum(words in text for text in earlier.received(name)) for kind, (name, words) in NOTICES.items()}
    assert arrived == dict.fromkeys(NOTICES, 1)
    assert "+3 балла за помощь в организации: семинар «Карты знаний»." in "\n".join(earlier.received("Павел"))
    with earlier.db() as db:
        unsent = select(OutboxMessage.broadcast_id).where(OutboxMessage.state == OutboxState.NEW)
        paused = select(Broadcast.id).where(Broadcast.state == BroadcastState.PAUSED)
        assert set(db.scalars(unsent)) == set(db.scalars(paused))


async def test_waiting_answers_arrive_as_messages_edits_menus_and_files(upgraded: EarlierWorld) -> None:
    pavel, zoya, elena = (upgraded.persons[name] for name in ("Павел", "Зоя", "Елена"))
    assert "Файл для календаря: «Рабочий лист», пт, 2 октября, 14:00." in "\n".join(upgraded.received("Павел"))
    assert pavel.files[0].data.startswith(b"BEGIN:VCALENDAR")
    assert "Здравствуйте, Павел Олегович! Выберите действие в меню." in upgraded.received("Павел")
    assert pavel.keyboard[0] == ["Мероприятия", "Мои записи"]
    assert upgraded.received("Кира")[0].startswith("Мои записи: впереди – 1, прошло – 1\n\n«Рабочий лист», практикум")
    edited = next(message for message in zoya.chat if message.edited)
    assert edited.message_id < FIRST_NEW_MESSAGE_ID
    assert edited.text.startswith("Все мероприятия сети\n\n«Рабочий лист», практикум")
    with upgraded.db() as db:
        stored = db.scalars(select(Document.content).where(Document.name == elena.files[0].name)).one()
    assert elena.files[0].data == stored
    assert elena.files[0].name == "Сертификат ИМЦ-26-0002.pdf"


async def test_a_message_left_by_a_killed_sender_is_resent_once_or_ends_as_unclear(earlier: EarlierWorld) -> None:
    left = earlier.rows("SELECT id FROM outbox WHERE state = 'sending'")
    await start_bot(earlier)

    with earlier.db() as db:
        rows = [db.get_one(OutboxMessage, row.id) for row in left]
        ended = {row.kind: (row.state, row.unclear_attempts) for row in rows}
    assert ended == {
        "letter": (OutboxState.SENT, 1),
        "broadcast": (OutboxState.SENT, 1),
        "points_awarded": (OutboxState.UNCLEAR, 1),
    }
    assert sum("Возьмите любимую книгу." in text for text in earlier.received("Анна")) == 1
    assert sum(NEWS.search(text) is not None for text in earlier.received("Зоя")) == 1
    assert not any("за участие в семинаре «Карты знаний»" in text for text in earlier.received("Сергей"))
    assert "⚠️ Не дошло сообщений: 1." in "\n".join(earlier.received("Ольга"))
    await earlier.persons["Ольга"].types("/delivery")
    await earlier.persons["Ольга"].presses("Что не дошло")
    await earlier.persons["Ольга"].presses("Отправить ещё раз")
    assert sum("+1 балл за участие в семинаре «Карты знаний»" in text for text in earlier.received("Сергей")) == 1


async def test_updates_stored_before_the_stop_are_handled(earlier: EarlierWorld) -> None:
    stored = earlier.rows("SELECT attempts FROM inbox WHERE state = 'new' ORDER BY attempts")
    assert [row.attempts for row in stored] == [0, 0, 1]
    await start_bot(earlier)

    with earlier.db() as db:
        assert set(db.scalars(select(InboxUpdate.state))) == {InboxState.DONE}
        signed = select(Registration.state).join(Teacher).join(Event, Event.id == Registration.event_id)
        irina = signed.where(Teacher.surname == "Зотова", Event.title == "Учимся играя")
        assert db.scalars(irina).all() == [RegistrationState.CONFIRMED]
    assert "✅ Вы записаны.\n«Учимся играя», семинар" in "\n".join(earlier.received("Ирина"))
    assert earlier.received("Глеб") == [
        "Где Вы работаете? Напишите коротко, например: школа 5. Или выберите из списка."
    ]
    assert "Выберите организацию или напишите иначе." in earlier.received("Лариса")


async def test_documents_queued_before_the_stop_are_made_and_delivered(earlier: EarlierWorld) -> None:
    stored = earlier.table("document", "id", "sha256", "content")
    jobs = earlier.rows("SELECT state FROM errand WHERE state <> 'done'")
    assert {row.state for row in jobs} == {"new", "working", "failed"}
    await start_bot(earlier, documents=True)

    assert "⚠️ Документы не получились: 1." in "\n".join(earlier.received("Ольга"))
    await earlier.persons["Кира"].presses_data(
        FIRST_NEW_MESSAGE_ID, "cardf:2026/27"
    )  # ask again for the failed document
    with earlier.db() as db:
        assert db.scalars(select(Job.state).where(Job.state != JobState.DONE)).all() == [JobState.FAILED]
    delivered = {
        (name, file.name)
        for name in ("Сергей", "Павел", "Елена", "Кира")
        for file in earlier.persons[name].files
        if file.data.startswith(b"%PDF") and file.size > 10_000
    }
    assert delivered >= {
        ("Сергей", "Сертификат ИМЦ-26-0005.pdf"),
        ("Павел", "Сертификат ИМЦ-26-0004.pdf"),
        ("Елена", "Карта активности 2026-27.pdf"),
        ("Кира", "Карта активности 2026-27.pdf"),
    }
    assert {*stored} < {*earlier.table("document", "id", "sha256", "content")}


async def test_every_open_form_continues_at_its_step(earlier: EarlierWorld) -> None:
    forms = earlier.rows("SELECT external_id, state FROM conversation JOIN account ON account.id = account_id")
    opened = {row.external_id: row.state for row in forms}
    assert opened == {earlier.persons[name].id: step.form for name, step in FORMS.items()}
    await start_bot(earlier)

    wrong = {}
    for name, step in FORMS.items():
        person = earlier.persons[name]
        await (person.presses(step.text) if step.is_button else person.types(step.text))
        if step.next_screen not in earlier.answer(name):
            wrong[name] = earlier.answer(name)
    assert wrong == {}
    assert "Беркутова Эмма Яновна, СОШ № 5" in earlier.persons["Инна"].labels
    assert "Гладышев Павел Олегович · Гимназия № 3" in earlier.persons["Татьяна"].labels
    assert "Совина Клара Андреевна" in "\n".join(earlier.received("Анна"))
    assert "Стало: сб, 10 октября, 12:00" in "\n".join(earlier.received("Анна"))


async def test_a_half_registered_newcomer_keeps_answers_role_and_opened_event(upgraded: EarlierWorld) -> None:
    roza, petr, tikhon = (upgraded.persons[name] for name in ("Роза", "Пётр", "Тихон"))
    await roza.types("концертмейстер")
    await petr.types("учитель")
    for person in (roza, petr, tikhon):
        await person.presses("Пропустить")
    assert "Мероприятие, которое Вы открывали, на месте." in upgraded.answer("Пётр")
    with upgraded.db() as db:
        people = {row.surname: row for row in db.scalars(select(Teacher)).unique()}
        roles = db.scalars(select(RoleGrant.role).where(RoleGrant.teacher_id == people["Грачёв"].id)).all()
    assert roles == [Role.METHODIST]
    school = people["Синицына"].organization
    assert (people["Синицына"].post_title, school and school.short) == ("концертмейстер", "СОШ № 5")
    assert people["Чайкин"].full_name == "Чайкин Пётр Львович"


async def test_a_code_word_set_before_the_stop_still_marks_attendance(upgraded: EarlierWorld) -> None:
    await upgraded.persons["Павел"].types("Компас!")
    assert "Отметили: Вы на практикуме." in upgraded.answer("Павел")


async def test_profiles_cards_and_lists_show_the_earlier_data(upgraded: EarlierWorld) -> None:
    await upgraded.persons["Кира"].types("Профиль")
    assert "Организация: СОШ № 5\nДолжность: педагог-организатор" in upgraded.answer("Кира")
    await upgraded.persons["Елена"].types("Моя карта")
    assert "4 балла · 3 часа" in upgraded.answer("Елена")
    assert "семинар «Оцениваем проекты»\nвыступление из опыта: 3 балла, 2 часа" in upgraded.answer("Елена")
    await upgraded.persons["Марина"].types("Мои мероприятия")
    assert "«Слышим вопрос», тренинг\nвт, 20 октября, 14:00 · черновик" in upgraded.answer("Марина")


async def test_buttons_shown_before_the_stop_still_work(upgraded: EarlierWorld) -> None:
    old = [
        ("Анна", "Иду", "offer:", "Предложение места больше не действует: консультация «Час тьютора»"),
        ("Сергей", "Подходит", "move:", "Мероприятие отменено: лекция «Домашние опыты»"),
        ("Кира", "Вернуть запись", "resign:", "✅ Вы записаны.\n«Язык чертежа», лекция\nпт, 16 октября, 15:00"),
        ("Татьяна", "Тот же человек", "ident:", "На этот вопрос уже ответил(а) Чижова Марина Павловна"),
        ("Татьяна", "‹ К списку", "att:6:", "Были: 1 · не были: 0 · не отмечены: 1"),
        ("Татьяна", "Участники", "parts:1:", "Гладышев Павел Олегович, Гимназия № 3, учитель – место предложено"),
        ("Нина", "4", "mark:", "Спасибо, оценка 4 принята."),
        ("Елена", "№ ИМЦ-26-0002 · чт, 1 октября · Оцениваем проекты", "cert:", "Сертификат № ИМЦ-26-0002"),
        ("Марина", "Опубликовать", "pub:11:", "✅ Опубликовано.\nСообщим аудитории: учителя."),
        ("Ольга", "Продолжить", "bch:", "Рассылка идёт"),
    ]
    wrong = {}
    for name, label, prefix, words in old:
        answer = await upgraded.presses_old_button(name, label, prefix)
        if words not in answer:
            wrong[name, label] = answer
    assert wrong == {}


async def test_a_seat_offered_before_the_stop_can_be_taken(upgraded: EarlierWorld) -> None:
    await upgraded.persons["Павел"].presses("Иду")
    assert "✅ Вы записаны.\n«Читаем задачу», семинар" in upgraded.answer("Павел")


async def test_links_created_before_the_stop_still_open(upgraded: EarlierWorld) -> None:
    guest, link = upgraded.person("Инга", id=3001), UNUSED_INVITE.search(DUMP)
    assert link is not None
    with upgraded.db() as db:
        code = db.scalars(select(Certificate.code).where(Certificate.number == "ИМЦ-26-0004")).one()
    await guest.types(f"/start v_{code}")
    assert guest.screen.text.startswith("✅ Сертификат подлинный: № ИМЦ-26-0004\nГладышев Павел Олегович")
    assert "Роль: организатор" in guest.screen.text
    await guest.types("/start ev_1")
    assert "«Читаем задачу», семинар\nср, 7 октября, 14:00 · 4 часа" in guest.screen.text
    await guest.types(f"/start {link[1]}")
    await guest.presses("Согласен(на)")
    assert "Готово, Инга Львовна!" in "\n".join(message.text for message in guest.chat)


async def test_a_running_broadcast_reaches_the_others_and_a_paused_one_waits(earlier: EarlierWorld) -> None:
    running, paused = earlier.rows("SELECT id, state, message_id, text FROM broadcast ORDER BY state DESC")
    assert (running.state, paused.state) == ("running", "paused")
    sent = (
        "SELECT external_id FROM outbox JOIN account ON account.id = account_id"
        " WHERE outbox.state = 'sent' AND broadcast_id = :broadcast"
    )
    sent_before = {row.external_id for row in earlier.rows(sent, broadcast=running.id)}
    assert len(sent_before) == 2
    await start_bot(earlier)
    await earlier.advance(seconds=15)

    reached = {name for name in earlier.persons if any(map(NEWS.search, earlier.received(name)))}
    with earlier.db() as db:
        assert db.get_one(Broadcast, running.id).state is BroadcastState.DONE
    sent_after = {row.external_id for row in earlier.rows(sent, broadcast=running.id)}
    assert {earlier.persons[name].id for name in reached} == sent_after - sent_before
    progress = next(shown for shown in earlier.persons["Татьяна"].chat if shown.message_id == running.message_id)
    assert "Рассылка закончена" in progress.text
    assert f"Доставлено: {len(sent_after)} из {len(sent_after) + 1}\nЗаблокировали бота: 1" in progress.text

    assert not any(paused.text in text for name in ("Сергей", "Анна") for text in earlier.received(name))
    await earlier.presses_old_button("Ольга", "Продолжить", "bch:")
    assert all(any(paused.text in text for text in earlier.received(name)) for name in ("Сергей", "Анна"))


async def test_offers_expire_and_reminders_come_after_the_start(upgraded: EarlierWorld) -> None:
    await upgraded.advance(hours=20, minutes=41)  # Saturday, 10:31: the offer has run out
    assert (
        "Время на ответ вышло, место предложено следующему: семинар «Читаем задачу»" in upgraded.received("Павел")[-1]
    )
    assert upgraded.received("Анна")[-1].startswith("Для Вас освободилось место.\n«Читаем задачу», семинар")
    await upgraded.persons["Анна"].presses("Иду")
    await upgraded.advance(hours=2)
    assert upgraded.received("Анна")[-1].startswith("Скоро начинаем, в 13:30: «Сетевой урок».")
    assert sum("Завтра, сб, 3 октября, 13:30" in text for text in upgraded.received("Анна")) == 1


async def test_every_kind_of_earlier_button_is_still_known(upgraded: EarlierWorld) -> None:
    kinds: dict[str, tuple[str, int, str]] = {}
    for name, shown in upgraded.buttons.items():
        for message, _, data in shown:
            kinds.setdefault(data.split(":")[0], (name, message, data))
    assert len(kinds) > 80
    unknown = {}
    for kind in sorted(kinds, key=lambda kind: kind != "org"):  # first, since other buttons leave its form
        name, message, data = kinds[kind]
        await upgraded.persons[name].presses_data(message, data)
        answer = upgraded.answer(name)
        if not answer or "Эта кнопка устарела" in answer or "Не получилось выполнить" in answer:
            unknown[kind] = answer
    assert unknown == {"-": ""}
