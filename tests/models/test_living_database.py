"""A database of the code before starts under this code: what waited arrives, what was begun goes on, nothing is lost.

Every test ends with no broken invariant, no refused message and no update put aside.
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
from services.notices import NoticeKind
from tests.models.living import KEPT, LATER_MESSAGES, UNUSED_LINK, Living, found, wakes
from tests.sqlite import InlineQueue

NEWS = re.compile("^📣 Завтра в школах вводят новый журнал.")

UNTOUCHED = (
    *("organization", "subproject", "org_status", "teacher", "organization_claim", "role_grant", "consent"),
    *("identity_question", "invite", "code_miss", "attendance", "event_role", "feedback", "letter", "question"),
    *("question_line", "point_entry", "reminder_run", "counter"),
)
"""Tables that nothing which waits changes."""

# By kind, whose chat it waited for and words of it.
NOTICES: dict[NoticeKind, tuple[str, str]] = {
    NoticeKind.EVENT_PUBLISHED: ("Сергей", "Приглашаем: семинар «Учимся играя»\nпн, 12 октября, 15:00 · 2 часа"),
    NoticeKind.SIGNUP_CLOSING: ("Сергей", "Запись скоро закроется: семинар «Сетевой урок», сб, 3 октября, 13:30."),
    NoticeKind.SPEAKERS_WEEK: ("Елена", "пт, 9 октября Вы выступаете: практикум «Мастерская чтения»."),
    NoticeKind.DAY_BEFORE: ("Анна", "Завтра, сб, 3 октября, 13:30 – семинар «Сетевой урок».\nГимназия № 3"),
    NoticeKind.HOUR_BEFORE: ("Павел", "Скоро начинаем, в 14:00: «Рабочий лист».\nСОШ № 11"),
    NoticeKind.FEEDBACK_ASKED: ("Нина", "Как прошло мероприятие «Утренний круг»?"),
    NoticeKind.ATTENDANCE_UNMARKED: ("Татьяна", "Прошло мероприятие «Утренний круг», пт, 2 октября, 09:30."),
    NoticeKind.SEAT_OFFERED: ("Павел", "Для Вас освободилось место.\n«Читаем задачу», семинар"),
    NoticeKind.OFFER_ENDED: ("Анна", "Время на ответ вышло, место предложено следующему: консультация «Час тьютора»"),
    NoticeKind.EVENT_MOVED: ("Нина", "Было: ср, 14 октября, 15:00\nСтало: пт, 16 октября, 15:00"),
    NoticeKind.EVENT_CANCELLED: ("Сергей", "Отменено: лекция «Домашние опыты», чт, 15 октября, 16:00."),
    NoticeKind.OWN_EVENT_CHANGED: ("Татьяна", "Кто это сделал: Вересова Ольга Викторовна."),
    NoticeKind.LETTER: ("Елена", "Письмо участникам «Мастерская чтения», пт, 9 октября, 12:00"),
    NoticeKind.BROADCAST: ("Кира", "📣 Завтра в школах вводят новый журнал."),
    NoticeKind.QUESTION_ASKED: ("Татьяна", "Вольская Анна Ильинична, СОШ № 11:\nМожно прийти с коллегой?"),
    NoticeKind.QUESTION_ANSWERED: ("Нина", "Отвечает Лугова Татьяна Сергеевна, методист:\nНет, всё необходимое"),
    NoticeKind.POINTS_AWARDED: ("Елена", "+1 балл за участие в семинаре «Карты знаний».\nВ этом учебном году: 4 балла"),
    NoticeKind.CERTIFICATE_READY: ("Елена", "Сертификат готов: «Карты знаний», 1 час, № ИМЦ-26-0003."),
    NoticeKind.CARD_READY: ("Нина", "📄 Карта активности за 2026/27 учебный год."),
    NoticeKind.ADMIN_ALARM: ("Ольга", "⚠️ Ответы людям ждут отправки уже 2 мин, в очереди 6."),
    NoticeKind.IDENTITY_ASKED: (
        "Марина",
        "Зарегистрировался: Кедрова Алла, учитель.\nВ сети уже есть: Кедрова Алла Ивановна",
    ),
    NoticeKind.IDENTITY_ANSWERED: ("Ирина", "Методист подтвердил, что Вы – Зотова Ирина Львовна."),
    NoticeKind.ORGANIZATION_ASKED: ("Марина", "Уткина Белла не нашёл(ла) свою организацию"),
    NoticeKind.ORGANIZATION_ANSWERED: ("Зоя", "Методист указал Вашу организацию: Лесозаводская СОШ."),
}


class Step(NamedTuple):
    """One thing that a person does in the form that stands open, and words of the next screen."""

    form: str
    does: str
    words: str
    presses: bool = False


FORMS = {
    "Глеб": Step("Registering:name", "школа 5", "СОШ № 5 – записали.\nКем Вы работаете?"),
    "Мила": Step("Registering:organization", "школа 11", "СОШ № 11 – записали.\nКем Вы работаете?"),
    "Анна": Step("Registering:organization", "Гимназия № 3", "Организация: Гимназия № 3"),
    "Олег": Step("Registering:own_organization", "МБОУ «Речная школа», с. Речное", "Кем Вы работаете?"),
    "Пётр": Step("Registering:post", "учитель", "Какие предметы Вы ведёте?"),
    "Роза": Step("Registering:own_post", "концертмейстер", "Какие предметы Вы ведёте?"),
    "Тихон": Step("Registering:subjects", "Пропустить", "Вам открыты разделы методиста", presses=True),
    "Татьяна": Step("AddingWalkIn:name", "Гладышев", "Выберите из списка."),
    "Лариса": Step("AddingWalkIn:organization", "СОШ № 5", "Журавлёва Яна Игоревна\nСОШ № 5\nБез записи", presses=True),
    "Сергей": Step("Asking:question", "Игры приносить свои?", "Вопрос отправлен. Ответ придёт сюда."),
    "Клара": Step("Asking:answer", "Да, места хватит.", "Ответ отправлен."),
    "Ольга": Step("Broadcasting:text", "Сбор в девять утра.", "Кому отправить?"),
    "Галина": Step("Broadcasting:audience", "школа 5", "📣 Сбор завтра у входа."),
    "Дарья": Step("Broadcasting:preview", "Ярмарка отложена.", "📣 Ярмарка отложена.\nРыкова Дарья Павловна"),
    "Зинаида": Step("Cancelling:reason", "Ремонт зала", "Отменить «Сетевой урок»? Сообщим 1 человеку."),
    "Марина": Step("Drafting:field", "3 часа", "«Смысловое чтение», чт, 8 октября, 15:00, 3 часа\nГде проходит?"),
    "Вера": Step("Drafting:message", "Лекция «Звёзды» 21 октября 15:00, 1 час, СОШ № 5", "«Звёзды», лекция"),
    "Раиса": Step("Drafting:sure", "Да, перенести", "Перенесено. Сообщим 2 людям.", presses=True),
    "Нина": Step("GivingFeedback:words", "Полезно.", "Спасибо, Ваши слова переданы методисту без имени."),
    "Инна": Step("Inviting:person", "Беркутова", "Кого из педагогов пригласить?"),
    "Елена": Step("ReportingMistake:text", "Юрьевна, а не Юрьева", "Передали методисту."),
    "Жанна": Step("Writing:letter", "Отправить", "Письмо отправлено 2 участникам.", presses=True),
}


@pytest.fixture
async def stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Living]:
    """The database as it was found and the chats around it; the bot does not stand on it yet."""
    monkeypatch.setattr("aiosqlite.core.SimpleQueue", InlineQueue)  # foreign: aiosqlite takes no other queue
    made = found(tmp_path)
    try:
        yield made
        assert made.violations() == []
    finally:
        made.close()
        await made.app.close()


@pytest.fixture
async def living(stopped: Living) -> Living:
    await wakes(stopped)
    return stopped


async def test_no_row_is_lost_or_changed_by_the_start(stopped: Living) -> None:
    before = {name: stopped.table(name) for name in UNTOUCHED}
    assert all(before.values())
    await wakes(stopped)
    assert {name: stopped.table(name, *rows[0]._fields) for name, rows in before.items()} == before


async def test_every_kind_of_notice_that_waited_arrives_once_with_its_words(stopped: Living) -> None:
    waiting = {row.kind for row in stopped.rows("SELECT kind FROM outbox WHERE state = 'new'")}
    assert waiting == {kind.value for kind in NOTICES} | {"answer"}
    await wakes(stopped)

    arrived = {kind: sum(words in said for said in stopped.heard(name)) for kind, (name, words) in NOTICES.items()}
    assert arrived == dict.fromkeys(NOTICES, 1)
    assert "+3 балла за помощь в организации: семинар «Карты знаний»." in "\n".join(stopped.heard("Павел"))
    with stopped.db() as db:
        left = select(OutboxMessage.broadcast_id).where(OutboxMessage.state == OutboxState.NEW)
        held = select(Broadcast.id).where(Broadcast.state == BroadcastState.PAUSED)
        assert set(db.scalars(left)) == set(db.scalars(held))


async def test_answers_that_waited_arrive_as_messages_edits_menus_and_files(living: Living) -> None:
    pavel, zoya, elena = (living.persons[name] for name in ("Павел", "Зоя", "Елена"))
    assert "Файл для календаря: «Рабочий лист», пт, 2 октября, 14:00." in "\n".join(living.heard("Павел"))
    assert pavel.files[0].data.startswith(b"BEGIN:VCALENDAR")
    assert "Здравствуйте, Павел Олегович! Выберите действие в меню." in living.heard("Павел")
    assert pavel.keyboard[0] == ["Мероприятия", "Мои записи"]
    assert living.heard("Кира")[0].startswith("Мои записи: впереди – 1, прошло – 1\n\n«Рабочий лист», практикум")
    edited = next(seen for seen in zoya.chat if seen.edited)
    assert edited.message_id < LATER_MESSAGES
    assert edited.text.startswith("Все мероприятия сети\n\n«Рабочий лист», практикум")
    with living.db() as db:
        stored = db.scalars(select(Document.content).where(Document.name == elena.files[0].name)).one()
    assert elena.files[0].data == stored
    assert elena.files[0].name == "Сертификат ИМЦ-26-0002.pdf"


async def test_a_message_that_a_killed_sender_left_goes_once_more_or_is_put_aside(stopped: Living) -> None:
    left = stopped.rows("SELECT id FROM outbox WHERE state = 'sending'")
    await wakes(stopped)

    with stopped.db() as db:
        rows = [db.get_one(OutboxMessage, row.id) for row in left]
        ended = {row.kind: (row.state, row.unclear_attempts) for row in rows}
    assert ended == {
        "letter": (OutboxState.SENT, 1),
        "broadcast": (OutboxState.SENT, 1),
        "points_awarded": (OutboxState.UNCLEAR, 1),
    }
    assert sum("Возьмите любимую книгу." in said for said in stopped.heard("Анна")) == 1
    assert sum(NEWS.search(said) is not None for said in stopped.heard("Зоя")) == 1
    assert not any("за участие в семинаре «Карты знаний»" in said for said in stopped.heard("Сергей"))
    assert "⚠️ Не дошло сообщений: 1." in "\n".join(stopped.heard("Ольга"))
    await stopped.persons["Ольга"].types("/delivery")
    await stopped.persons["Ольга"].presses("Что не дошло")
    await stopped.persons["Ольга"].presses("Отправить ещё раз")
    assert sum("+1 балл за участие в семинаре «Карты знаний»" in said for said in stopped.heard("Сергей")) == 1


async def test_updates_stored_before_the_stop_are_worked(stopped: Living) -> None:
    stored = stopped.rows("SELECT attempts FROM inbox WHERE state = 'new' ORDER BY attempts")
    assert [row.attempts for row in stored] == [0, 0, 1]
    await wakes(stopped)

    with stopped.db() as db:
        assert set(db.scalars(select(InboxUpdate.state))) == {InboxState.DONE}
        signed = select(Registration.state).join(Teacher).join(Event, Event.id == Registration.event_id)
        irina = signed.where(Teacher.surname == "Зотова", Event.title == "Учимся играя")
        assert db.scalars(irina).all() == [RegistrationState.CONFIRMED]
    assert "✅ Вы записаны.\n«Учимся играя», семинар" in "\n".join(stopped.heard("Ирина"))
    assert stopped.heard("Глеб") == ["Где Вы работаете? Напишите коротко, например: школа 5. Или выберите из списка."]
    assert "Выберите организацию или напишите иначе." in stopped.heard("Лариса")


async def test_documents_owed_before_the_stop_are_made_and_come(stopped: Living) -> None:
    kept = stopped.table("document", "id", "sha256", "content")
    owed = stopped.rows("SELECT state FROM errand WHERE state <> 'done'")
    assert {row.state for row in owed} == {"new", "working", "failed"}
    await wakes(stopped, documents=True)

    assert "⚠️ Документы не получились: 1." in "\n".join(stopped.heard("Ольга"))
    await stopped.persons["Кира"].presses_data(LATER_MESSAGES, "cardf:2026/27")  # what had failed is asked for anew
    with stopped.db() as db:
        assert db.scalars(select(Job.state).where(Job.state != JobState.DONE)).all() == [JobState.FAILED]
    come = {
        (name, file.name)
        for name in ("Сергей", "Павел", "Елена", "Кира")
        for file in stopped.persons[name].files
        if file.data.startswith(b"%PDF") and file.size > 10_000
    }
    assert come >= {
        ("Сергей", "Сертификат ИМЦ-26-0005.pdf"),
        ("Павел", "Сертификат ИМЦ-26-0004.pdf"),
        ("Елена", "Карта активности 2026-27.pdf"),
        ("Кира", "Карта активности 2026-27.pdf"),
    }
    assert {*kept} < {*stopped.table("document", "id", "sha256", "content")}


async def test_every_open_form_goes_on_where_it_was(stopped: Living) -> None:
    forms = stopped.rows("SELECT external_id, state FROM conversation JOIN account ON account.id = account_id")
    opened = {row.external_id: row.state for row in forms}
    assert opened == {stopped.persons[name].id: step.form for name, step in FORMS.items()}
    await wakes(stopped)

    lost = {}
    for name, step in FORMS.items():
        person = stopped.persons[name]
        await (person.presses(step.does) if step.presses else person.types(step.does))
        if step.words not in stopped.answer(name):
            lost[name] = stopped.answer(name)
    assert lost == {}
    assert "Беркутова Эмма Яновна, СОШ № 5" in stopped.persons["Инна"].labels
    assert "Гладышев Павел Олегович · Гимназия № 3" in stopped.persons["Татьяна"].labels
    assert "Совина Клара Андреевна" in "\n".join(stopped.heard("Анна"))
    assert "Стало: сб, 10 октября, 12:00" in "\n".join(stopped.heard("Анна"))


async def test_a_newcomer_half_way_keeps_all_that_came_along(living: Living) -> None:
    roza, petr, tikhon = (living.persons[name] for name in ("Роза", "Пётр", "Тихон"))
    await roza.types("концертмейстер")
    await petr.types("учитель")
    for person in (roza, petr, tikhon):
        await person.presses("Пропустить")
    assert "Мероприятие, которое Вы открывали, на месте." in living.answer("Пётр")
    with living.db() as db:
        people = {row.surname: row for row in db.scalars(select(Teacher)).unique()}
        roles = db.scalars(select(RoleGrant.role).where(RoleGrant.teacher_id == people["Грачёв"].id)).all()
    assert roles == [Role.METHODIST]
    school = people["Синицына"].organization
    assert (people["Синицына"].post_title, school and school.short) == ("концертмейстер", "СОШ № 5")
    assert people["Чайкин"].full_name == "Чайкин Пётр Львович"


async def test_the_code_word_given_before_the_stop_marks(living: Living) -> None:
    await living.persons["Павел"].types("Компас!")
    assert "Отметили: Вы на практикуме." in living.answer("Павел")


async def test_profiles_cards_and_lists_show_what_was_kept(living: Living) -> None:
    await living.persons["Кира"].types("Профиль")
    assert "Организация: СОШ № 5\nДолжность: педагог-организатор" in living.answer("Кира")
    await living.persons["Елена"].types("Моя карта")
    assert "4 балла · 3 часа" in living.answer("Елена")
    assert "семинар «Оцениваем проекты»\nвыступление из опыта: 3 балла, 2 часа" in living.answer("Елена")
    await living.persons["Марина"].types("Мои мероприятия")
    assert "«Слышим вопрос», тренинг\nвт, 20 октября, 14:00 · черновик" in living.answer("Марина")


async def test_buttons_shown_before_the_stop_do_what_they_say(living: Living) -> None:
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
        answer = await living.presses_old(name, label, prefix)
        if words not in answer:
            wrong[name, label] = answer
    assert wrong == {}


async def test_an_offer_made_before_the_stop_is_taken(living: Living) -> None:
    await living.persons["Павел"].presses("Иду")
    assert "✅ Вы записаны.\n«Читаем задачу», семинар" in living.answer("Павел")


async def test_links_given_before_the_stop_still_lead_in(living: Living) -> None:
    guest, link = living.person("Инга", id=3001), UNUSED_LINK.search(KEPT)
    assert link is not None
    with living.db() as db:
        code = db.scalars(select(Certificate.code).where(Certificate.number == "ИМЦ-26-0004")).one()
    await guest.types(f"/start v_{code}")
    assert guest.screen.text.startswith("✅ Сертификат подлинный: № ИМЦ-26-0004\nГладышев Павел Олегович")
    assert "Роль: организатор" in guest.screen.text
    await guest.types("/start ev_1")
    assert "«Читаем задачу», семинар\nср, 7 октября, 14:00 · 4 часа" in guest.screen.text
    await guest.types(f"/start {link[1]}")
    await guest.presses("Согласен(на)")
    assert "Готово, Инга Львовна!" in "\n".join(seen.text for seen in guest.chat)


async def test_a_broadcast_under_way_reaches_the_others_and_one_held_up_waits(stopped: Living) -> None:
    cast, held = stopped.rows("SELECT id, state, message_id, text FROM broadcast ORDER BY state DESC")
    assert (cast.state, held.state) == ("running", "paused")
    sent = (
        "SELECT external_id FROM outbox JOIN account ON account.id = account_id"
        " WHERE outbox.state = 'sent' AND broadcast_id = :broadcast"
    )
    had = {row.external_id for row in stopped.rows(sent, broadcast=cast.id)}
    assert len(had) == 2
    await wakes(stopped)
    await stopped.advance(seconds=15)

    heard = {name for name in stopped.persons if any(map(NEWS.search, stopped.heard(name)))}
    with stopped.db() as db:
        assert db.get_one(Broadcast, cast.id).state is BroadcastState.DONE
    got = {row.external_id for row in stopped.rows(sent, broadcast=cast.id)}
    assert {stopped.persons[name].id for name in heard} == got - had
    progress = next(seen for seen in stopped.persons["Татьяна"].chat if seen.message_id == cast.message_id)
    assert "Рассылка закончена" in progress.text
    assert f"Доставлено: {len(got)} из {len(got) + 1}\nЗаблокировали бота: 1" in progress.text

    assert not any(held.text in said for name in ("Сергей", "Анна") for said in stopped.heard(name))
    await stopped.presses_old("Ольга", "Продолжить", "bch:")
    assert all(any(held.text in said for said in stopped.heard(name)) for name in ("Сергей", "Анна"))


async def test_time_goes_on_for_offers_and_reminders(living: Living) -> None:
    await living.advance(hours=20, minutes=41)  # Saturday, 10:31: the offer has run out
    assert "Время на ответ вышло, место предложено следующему: семинар «Читаем задачу»" in living.heard("Павел")[-1]
    assert living.heard("Анна")[-1].startswith("Для Вас освободилось место.\n«Читаем задачу», семинар")
    await living.persons["Анна"].presses("Иду")
    await living.advance(hours=2)
    assert living.heard("Анна")[-1].startswith("Скоро начинаем, в 13:30: «Сетевой урок».")
    assert sum("Завтра, сб, 3 октября, 13:30" in said for said in living.heard("Анна")) == 1


async def test_no_kind_of_button_has_become_unknown(living: Living) -> None:
    kinds: dict[str, tuple[str, int, str]] = {}
    for name, shown in living.buttons.items():
        for message, _, data in shown:
            kinds.setdefault(data.split(":")[0], (name, message, data))
    assert len(kinds) > 80
    unknown = {}
    for kind in sorted(kinds, key=lambda kind: kind != "org"):  # whose form is left by what others press
        name, message, data = kinds[kind]
        await living.persons[name].presses_data(message, data)
        answer = living.answer(name)
        if not answer or "Эта кнопка устарела" in answer or "Не получилось выполнить" in answer:
            unknown[kind] = answer
    assert unknown == {"-": ""}
