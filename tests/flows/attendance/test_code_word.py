"""The code word: it marks presence in time, refusals say why, and it is read before open forms."""

from datetime import timedelta

from sqlalchemy import func, select

from models import (
    Attendance,
    AttendanceSource,
    AttendanceState,
    Event,
    Question,
    Teacher,
    WrongCode,
)
from services.attendance.code_word import WRONG_CODE_LIMIT
from tests.builders import make_event, make_registration
from tests.flows.seminar import ENDS, STARTS, TITLE, Seminar
from tests.world import World

MINUTE = timedelta(minutes=1)


def different_word(word: str) -> str:
    return "ракета" if word != "ракета" else "якорь"


async def test_the_word_sent_in_time_marks_presence(seminar: Seminar) -> None:
    word = await seminar.makes_code_word()
    await seminar.advance_to(STARTS - 15 * MINUTE)
    await seminar.nina.types(word)
    assert seminar.nina.screen.text == "Отметили: Вы на семинаре. Хорошей работы!"
    mark = seminar.mark("nina")
    assert mark is not None
    assert (mark.state, mark.source) == (AttendanceState.ATTENDED, AttendanceSource.CODE)


async def test_case_punctuation_and_words_around_the_word_do_not_matter(seminar: Seminar) -> None:
    word = await seminar.makes_code_word()
    await seminar.advance_to(STARTS)
    await seminar.nina.types(f"Кодовое слово: «{word.upper()}»!")
    assert "Отметили" in seminar.nina.screen.text


async def test_the_letter_yo_may_be_typed_as_ye(seminar: Seminar) -> None:
    with seminar.world.db() as db:
        db.get_one(Event, seminar.event).meetings[0].code_word = "береза"
        db.commit()
    await seminar.advance_to(STARTS)
    await seminar.nina.types("Берёза")
    assert "Отметили" in seminar.nina.screen.text


async def test_the_word_sent_twice_marks_once(seminar: Seminar) -> None:
    word = await seminar.makes_code_word()
    await seminar.advance_to(STARTS)
    await seminar.nina.types(word)
    assert "Отметили" in seminar.nina.screen.text
    await seminar.nina.types(word)
    assert "Вы уже отмечены" in seminar.nina.screen.text


async def test_a_word_sent_too_early_says_from_when_it_counts(seminar: Seminar) -> None:
    word = await seminar.makes_code_word()
    await seminar.advance_to(STARTS - 16 * MINUTE)
    await seminar.nina.types(word)
    assert "рано" in seminar.nina.screen.text
    assert "ср, 7 октября, 13:45" in seminar.nina.screen.text
    assert seminar.mark("nina") is None


async def test_a_word_sent_too_late_says_until_when_it_counted(seminar: Seminar) -> None:
    word = await seminar.makes_code_word()
    await seminar.advance_to(ENDS + 120 * MINUTE)
    await seminar.nina.types(word)
    assert "Отметили" in seminar.nina.screen.text
    await seminar.advance_to(ENDS + 121 * MINUTE)
    await seminar.elena.types(word)
    assert "ср, 7 октября, 20:00" in seminar.elena.screen.text
    assert "попросите организатора" in seminar.elena.screen.text
    assert seminar.mark("elena") is None


async def test_a_wrong_word_during_the_event_says_that_it_is_wrong(seminar: Seminar) -> None:
    word = await seminar.makes_code_word()
    await seminar.advance_to(STARTS)
    await seminar.nina.types(different_word(word))
    assert "Это слово не подошло" in seminar.nina.screen.text
    assert seminar.mark("nina") is None


async def test_a_single_word_long_before_the_event_is_not_taken_for_a_code_word(seminar: Seminar) -> None:
    word = await seminar.makes_code_word()
    await seminar.nina.types(different_word(word))
    assert "Не получилось понять" in seminar.nina.screen.text


async def test_a_person_who_is_not_on_the_list_is_told_whom_to_ask(seminar: Seminar) -> None:
    word = await seminar.makes_code_word()
    await seminar.advance_to(STARTS)
    await seminar.pavel.types(word)
    assert "Вас нет в списке" in seminar.pavel.screen.text
    assert "Открыть мероприятие" in seminar.pavel.screen.labels
    assert seminar.mark("pavel") is None


async def test_a_person_without_a_profile_is_led_to_registration(world: World, seminar: Seminar) -> None:
    word = await seminar.makes_code_word()
    await seminar.advance_to(STARTS)
    stranger = world.person("Игорь")
    await stranger.types(word)
    assert "Сначала нужен профиль" in stranger.screen.text


async def test_two_events_at_the_same_time_have_different_words(world: World, seminar: Seminar) -> None:
    with world.db() as db:
        other = make_event(db, "Урок для всех", responsible_id=seminar.ids["tatiana"])
        make_registration(db, other, db.get_one(Teacher, seminar.ids["pavel"]))
        db.commit()
        other_id = other.id
    word = await seminar.makes_code_word()
    await seminar.tatiana.types("/manage")
    await seminar.tatiana.presses("Урок для всех")
    await seminar.tatiana.presses("Отметка")
    await seminar.tatiana.presses("Кодовое слово")
    with world.db() as db:
        second = db.get_one(Event, other_id).meetings[0].code_word
    assert second not in {None, word}
    await seminar.advance_to(STARTS)
    await seminar.pavel.types(str(second))
    await seminar.nina.types(str(second))
    with world.db() as db:
        marked = db.execute(select(Attendance.event_id, Attendance.teacher_id)).all()
    assert marked == [(other_id, seminar.ids["pavel"])]
    assert "нет в списке «Урок для всех»" in seminar.nina.screen.text


async def test_a_new_word_replaces_the_old_one(seminar: Seminar) -> None:
    word = await seminar.makes_code_word()
    await seminar.tatiana.presses("Другое слово")
    await seminar.advance_to(STARTS)
    await seminar.nina.types(word)
    assert "Это слово не подошло" in seminar.nina.screen.text


async def test_too_many_wrong_words_block_the_right_one_for_ten_minutes(seminar: Seminar) -> None:
    word = await seminar.makes_code_word()
    await seminar.advance_to(STARTS)
    for guess in ["альфа", "бета", "гамма", "дельта", "омега"][:WRONG_CODE_LIMIT]:
        await seminar.nina.types(guess)
    assert "не подошло" in seminar.nina.screen.text
    await seminar.nina.types(word)
    assert "Слишком много" in seminar.nina.screen.text
    assert seminar.mark("nina") is None
    await seminar.advance_to(STARTS + 9 * MINUTE)
    await seminar.nina.types(word)
    assert "Слишком много" in seminar.nina.screen.text
    await seminar.advance_to(STARTS + 10 * MINUTE)
    await seminar.nina.types(word)
    assert "Отметили" in seminar.nina.screen.text


async def test_no_word_is_taken_after_the_attendance_is_closed(seminar: Seminar) -> None:
    word = await seminar.makes_code_word()
    await seminar.advance_to(STARTS)
    await seminar.closes_attendance()
    await seminar.nina.types(word)
    assert "уже закрыта" in seminar.nina.screen.text
    assert seminar.mark("nina") is None


async def test_a_word_does_not_replace_the_mark_of_the_organizer(seminar: Seminar) -> None:
    word = await seminar.makes_code_word()
    await seminar.advance_to(STARTS)
    await seminar.opens_attendance()
    await seminar.tatiana.presses("Агеева Н. П.")
    await seminar.tatiana.presses("Не был")
    await seminar.nina.types(word)
    assert "Вас не было" in seminar.nina.screen.text
    mark = seminar.mark("nina")
    assert mark is not None
    assert mark.state is AttendanceState.NO_SHOW


async def test_the_word_is_read_before_an_open_form_and_the_form_stays_open(world: World, seminar: Seminar) -> None:
    word = await seminar.makes_code_word()
    await seminar.advance_to(STARTS)
    await seminar.nina.types("Мои записи")
    await seminar.nina.presses(TITLE)
    await seminar.nina.presses("Вопрос организатору")
    await seminar.nina.types(word)
    assert "Отметили" in seminar.nina.screen.text
    assert "ждёт ответа" in seminar.nina.screen.text
    with world.db() as db:
        assert db.scalar(select(func.count()).select_from(Question)) == 0
    await seminar.nina.types("Будет ли запись?")
    with world.db() as db:
        assert db.scalar(select(func.count()).select_from(Question)) == 1


async def test_a_wrong_word_in_a_form_answers_the_form_and_counts_as_a_guess(world: World, seminar: Seminar) -> None:
    word = await seminar.makes_code_word()
    await seminar.advance_to(STARTS)
    await seminar.nina.types("Мои записи")
    await seminar.nina.presses(TITLE)
    await seminar.nina.presses("Вопрос организатору")
    await seminar.nina.types(different_word(word))
    with world.db() as db:
        assert db.scalar(select(func.count()).select_from(Question)) == 1
        assert db.scalar(select(func.count()).select_from(WrongCode)) == 1


async def test_a_name_equal_to_the_word_stays_a_name_where_names_are_asked_for(world: World, seminar: Seminar) -> None:
    await seminar.makes_code_word()
    with world.db() as db:
        db.get_one(Event, seminar.event).meetings[0].code_word = "роза"
        make_registration(db, db.get_one(Event, seminar.event), db.get_one(Teacher, seminar.ids["tatiana"]))
        db.commit()
    await seminar.advance_to(STARTS)
    await seminar.opens_attendance()
    await seminar.tatiana.presses("Добавить участника")
    await seminar.tatiana.types("Роза")
    assert "в сети нет" in seminar.tatiana.screen.text
    assert seminar.mark("tatiana") is None
