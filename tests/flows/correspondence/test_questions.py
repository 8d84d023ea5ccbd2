"""Questions reach the organizer and answers come back with names and schools, without phones or usernames."""

from dataclasses import replace

from sqlalchemy import select

from models import EventState, Question, QuestionLine
from screens import wishes
from tests.builders import make_event
from tests.flows.desk.people import Desk
from tests.flows.network_people import presses_old_button
from tests.world import World


async def opens_question(desk: Desk) -> None:
    await desk.nina.types("Мероприятия")
    await desk.nina.presses("Читаем задачу")
    await desk.nina.presses("Вопрос организатору")


async def asks(desk: Desk, words: str = "Нужен ли ноутбук?") -> None:
    """Нина asks the organizer of the event."""
    await opens_question(desk)
    await desk.nina.types(words)
    await desk.world.settle()


async def test_a_question_reaches_the_organizer_and_the_answer_comes_back(desk: Desk) -> None:
    await desk.publishes()
    await asks(desk)
    assert "Вопрос отправлен" in desk.nina.screen.text
    assert "Вопрос о мероприятии «Читаем задачу». Спрашивает Агеева Нина Петровна, СОШ № 1" in desk.tatiana.screen.text
    assert "Нужен ли ноутбук?" in desk.tatiana.screen.text
    assert not [message for message in desk.marina.chat if "ноутбук" in message.text]

    await desk.tatiana.presses("Ответить")
    assert "Нужен ли ноутбук?" in desk.tatiana.screen.text
    await desk.tatiana.types("Нет, всё есть в классе.")
    await desk.world.settle()
    assert "Ответ о мероприятии «Читаем задачу». Отвечает Лугова Татьяна Сергеевна, учитель" in desk.nina.screen.text
    assert "Нет, всё есть в классе." in desk.nina.screen.text

    await desk.nina.presses("Ответить")
    await desk.nina.types("Спасибо!")
    await desk.world.settle()
    assert "Спасибо!" in desk.tatiana.screen.text
    with desk.world.db() as db:
        assert len(db.scalars(select(Question)).all()) == 1
        assert len(db.scalars(select(QuestionLine)).all()) == 3


async def test_neither_side_sees_the_id_or_the_username_of_the_other(desk: Desk) -> None:
    usernames = {desk.tatiana: "lugova_ts", desk.nina: "ageeva_np"}
    for person, username in usernames.items():
        chat = desk.world.telegram.chats[person.id]
        chat.account = replace(chat.account, username=username)
    await desk.publishes()
    await asks(desk)
    await desk.tatiana.presses("Ответить")
    await desk.tatiana.types("Нет.")
    await desk.world.settle()
    assert "Нет." in desk.nina.screen.text
    for reader, other in ((desk.tatiana, desk.nina), (desk.nina, desk.tatiana)):
        shown = "\n".join(f"{message.html} {message.keys}" for message in reader.chat)
        assert str(other.id) not in shown
        assert usernames[other] not in shown


async def test_markup_in_a_question_is_shown_as_typed(desk: Desk) -> None:
    await desk.publishes()
    await asks(desk, "А <b>если</b> & «так»?")
    assert "А <b>если</b> & «так»?" in desk.tatiana.screen.text


async def test_a_general_question_reaches_every_methodist(desk: Desk) -> None:
    await desk.nina.types("/help")
    await desk.nina.presses("Задать вопрос")
    await desk.nina.types("Как получить сертификат?")
    await desk.world.settle()
    for methodist in (desk.tatiana, desk.marina):
        assert "Спрашивает Агеева Нина Петровна, СОШ № 1" in methodist.screen.text


async def test_a_person_without_a_profile_asks_as_a_guest(desk: Desk) -> None:
    guest = desk.world.person("Прохожий")
    await guest.types("/help")
    await guest.presses("Задать вопрос")
    await guest.types("Что это за бот?")
    await desk.world.settle()
    assert "Спрашивает гость" in desk.tatiana.screen.text
    assert "Прохожий" not in desk.tatiana.screen.text
    await desk.tatiana.presses("Ответить")
    await desk.tatiana.types("Бот сети школ.")
    await desk.world.settle()
    assert "Бот сети школ." in guest.screen.text


async def test_a_file_or_a_text_that_is_too_long_is_asked_for_again(desk: Desk) -> None:
    await desk.publishes()
    await opens_question(desk)
    await desk.nina.sends_file("photo.txt", b"photo")
    assert "Напишите словами" in desk.nina.screen.text
    await desk.nina.types("ы" * 1001)
    assert "от 2 до 1000 знаков" in desk.nina.screen.text
    await desk.nina.types("Нужен ли ноутбук?")
    await desk.world.settle()
    assert "Нужен ли ноутбук?" in desk.tatiana.screen.text


async def test_a_question_can_be_cancelled(desk: Desk) -> None:
    await desk.nina.types("/help")
    await desk.nina.presses("Задать вопрос")
    await desk.nina.presses("Отменить")
    assert "ничего не отправлено" in desk.nina.screen.text
    await desk.nina.types("Как дела?")
    with desk.world.db() as db:
        assert not db.scalars(select(Question)).all()


async def test_other_teachers_cannot_answer_a_question_but_the_staff_can(desk: Desk) -> None:
    await desk.publishes()
    await asks(desk)
    with desk.world.db() as db:
        question = db.scalars(select(Question.id)).one()
    forged = wishes.AnswerQuestion(question=question)
    await desk.sergey.types("/help")
    refusal = await presses_old_button(desk.sergey, forged)
    assert "другому человеку" in refusal
    assert "ноутбук" not in refusal
    await desk.marina.types("/help")
    assert "Нужен ли ноутбук?" in await presses_old_button(desk.marina, forged)


async def test_a_draft_cannot_be_asked_about(desk: Desk) -> None:
    with desk.world.db() as db:
        event = make_event(db, "Тайный семинар", state=EventState.DRAFT)
        db.commit()
        event_id = event.id
    await desk.nina.types("/help")
    assert "Этого больше нет" in await presses_old_button(desk.nina, wishes.AskAbout(event=event_id))


async def test_a_question_about_a_loaded_event_reaches_its_responsible_person(desk: Desk) -> None:
    with desk.world.db() as db:
        make_event(db, "Читаем задачу", responsible_id=desk.ids["Марина"])
        db.commit()
    await asks(desk)
    assert "Нужен ли ноутбук?" in desk.marina.screen.text
    assert not [message for message in desk.tatiana.chat if "ноутбук" in message.text]


async def test_questions_still_arrive_after_the_event(desk: Desk) -> None:
    event_id = await desk.publishes()
    await desk.world.advance(days=8)
    await desk.nina.types("/help")
    await presses_old_button(desk.nina, wishes.AskAbout(event=event_id))
    await desk.nina.types("Где материалы?")
    await desk.world.settle()
    assert "Где материалы?" in desk.tatiana.screen.text


async def test_a_question_at_night_waits_for_the_morning_and_says_so(desk: Desk) -> None:
    await desk.publishes()
    await desk.world.advance(hours=12)
    await asks(desk)
    assert "тихие часы" in desk.nina.screen.text
    assert "ноутбук" not in desk.tatiana.screen.text
    await desk.world.advance(hours=11)
    assert "Нужен ли ноутбук?" in desk.tatiana.screen.text


async def test_without_staff_the_person_learns_that_nobody_can_answer(world: World) -> None:
    guest = world.person("Прохожий")
    await guest.types("/help")
    await guest.presses("Задать вопрос")
    assert "некому ответить" in guest.screen.text
    with world.db() as db:
        assert not db.scalars(select(QuestionLine)).all()
