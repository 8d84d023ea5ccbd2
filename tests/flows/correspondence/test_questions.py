"""Questions go to the organizer and answers come back: names and schools, no phones and no usernames."""

from sqlalchemy import select

from models import Event, EventState, Question, QuestionLine
from screens import wishes
from tests.builders import make_event
from tests.flows.desk.people import Desk
from tests.world import World


async def asks(desk: Desk, words: str = "Нужен ли ноутбук?") -> None:
    await desk.nina.types("Мероприятия")
    await desk.nina.presses("Читаем задачу")
    await desk.nina.presses("Вопрос организатору")
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


async def test_neither_side_sees_a_number_or_a_username(desk: Desk) -> None:
    await desk.publishes()
    await asks(desk)
    await desk.tatiana.presses("Ответить")
    await desk.tatiana.types("Нет.")
    await desk.world.settle()
    for reader, other in ((desk.tatiana, desk.nina), (desk.nina, desk.tatiana)):
        assert not [message for message in reader.chat if str(other.id) in message.html or "@" in message.text]


async def test_mark_up_in_a_question_stays_words(desk: Desk) -> None:
    await desk.publishes()
    await asks(desk, "А <b>если</b> & «так»?")
    assert "А <b>если</b> & «так»?" in desk.tatiana.screen.text


async def test_a_general_question_reaches_all_the_staff(desk: Desk) -> None:
    await desk.nina.types("/help")
    await desk.nina.presses("Задать вопрос")
    await desk.nina.types("Как получить сертификат?")
    await desk.world.settle()
    for methodist in (desk.tatiana, desk.marina):
        assert "Спрашивает Агеева Нина Петровна, СОШ № 1" in methodist.screen.text


async def test_somebody_without_a_profile_asks_as_a_guest(desk: Desk) -> None:
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


async def test_a_photo_or_an_endless_text_is_asked_again(desk: Desk) -> None:
    await desk.publishes()
    await desk.nina.types("Мероприятия")
    await desk.nina.presses("Читаем задачу")
    await desk.nina.presses("Вопрос организатору")
    await desk.nina.sends_file("photo.txt", b"photo")
    assert "Напишите словами" in desk.nina.screen.text
    await desk.nina.types("ы" * 1001)
    assert "от 2 до 1000 знаков" in desk.nina.screen.text
    await desk.nina.types("Нужен ли ноутбук?")
    await desk.world.settle()
    assert "Нужен ли ноутбук?" in desk.tatiana.screen.text


async def test_a_question_can_be_left_unasked(desk: Desk) -> None:
    await desk.nina.types("/help")
    await desk.nina.presses("Задать вопрос")
    await desk.nina.presses("Отменить")
    assert "ничего не отправлено" in desk.nina.screen.text
    await desk.nina.types("Как дела?")
    with desk.world.db() as db:
        assert not db.scalars(select(Question)).all()


async def test_only_the_two_sides_and_the_staff_may_answer(desk: Desk) -> None:
    await desk.publishes()
    await asks(desk)
    with desk.world.db() as db:
        question = db.scalars(select(Question.id)).one()
    await desk.sergey.types("/help")
    forged = wishes.AnswerQuestion(question=question).pack()
    await desk.sergey.presses_data(desk.sergey.screen.message_id, forged)
    assert "другому человеку" in desk.sergey.screen.text
    assert "ноутбук" not in desk.sergey.screen.text
    await desk.marina.types("/help")
    await desk.marina.presses_data(desk.marina.screen.message_id, forged)
    assert "Нужен ли ноутбук?" in desk.marina.screen.text


async def test_a_draft_cannot_be_asked_about(desk: Desk) -> None:
    with desk.world.db() as db:
        event = make_event(db, "Тайный семинар", state=EventState.DRAFT)
        db.commit()
        event_id = event.id
    await desk.nina.types("/help")
    await desk.nina.presses_data(desk.nina.screen.message_id, wishes.AskAbout(event=event_id).pack())
    assert "Этого больше нет" in desk.nina.screen.text


async def test_the_organizer_of_a_loaded_event_is_its_responsible_person(desk: Desk) -> None:
    with desk.world.db() as db:
        make_event(db, "Читаем задачу", responsible_id=desk.ids["Марина"])
        db.commit()
    await asks(desk)
    assert "Нужен ли ноутбук?" in desk.marina.screen.text
    assert not [message for message in desk.tatiana.chat if "ноутбук" in message.text]


async def test_after_the_event_questions_still_arrive(desk: Desk) -> None:
    event_id = await desk.publishes()
    await desk.world.advance(days=8)
    await desk.nina.types("/help")
    await desk.nina.presses_data(desk.nina.screen.message_id, wishes.AskAbout(event=event_id).pack())
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


async def test_with_nobody_to_answer_the_person_is_told(world: World) -> None:
    guest = world.person("Прохожий")
    await guest.types("/help")
    await guest.presses("Задать вопрос")
    assert "некому ответить" in guest.screen.text
    with world.db() as db:
        assert not db.scalars(select(Event)).all()
        assert not db.scalars(select(QuestionLine)).all()
