"""The code word: marks in time, says why not, comes before open forms."""

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


def other_word(word: str) -> str:
    return "ракета" if word != "ракета" else "якорь"


async def test_the_word_marks_whoever_sends_it_in_time(seminar: Seminar) -> None:
    word = await seminar.makes_code_word()
    await seminar.advance_to(STARTS - 15 * MINUTE)
    await seminar.nina.types(word)
    assert seminar.nina.screen.text == "Отметили: Вы на семинаре. Хорошей работы!"
    mark = seminar.mark("nina")
    assert mark is not None
    assert (mark.state, mark.source) == (AttendanceState.ATTENDED, AttendanceSource.CODE)


async def test_case_signs_and_words_around_do_not_matter(seminar: Seminar) -> None:
    word = await seminar.makes_code_word()
    await seminar.advance_to(STARTS)
    await seminar.nina.types(f"Кодовое слово: «{word.upper()}»!")
    assert "Отметили" in seminar.nina.screen.text


async def test_yo_is_ye(seminar: Seminar) -> None:
    with seminar.world.db() as db:
        db.get_one(Event, seminar.event).code_word = "береза"
        db.commit()
    await seminar.advance_to(STARTS)
    await seminar.nina.types("Берёза")
    assert "Отметили" in seminar.nina.screen.text


async def test_the_word_sent_again_changes_nothing(seminar: Seminar) -> None:
    word = await seminar.makes_code_word()
    await seminar.advance_to(STARTS)
    await seminar.nina.types(word)
    await seminar.nina.types(word)
    assert "Вы уже отмечены" in seminar.nina.screen.text


async def test_an_early_word_says_when_it_will_be_taken(seminar: Seminar) -> None:
    word = await seminar.makes_code_word()
    await seminar.advance_to(STARTS - 16 * MINUTE)
    await seminar.nina.types(word)
    assert "рано" in seminar.nina.screen.text
    assert "ср, 7 октября, 13:45" in seminar.nina.screen.text
    assert seminar.mark("nina") is None


async def test_a_late_word_says_until_when_it_was_taken(seminar: Seminar) -> None:
    word = await seminar.makes_code_word()
    await seminar.advance_to(ENDS + 120 * MINUTE)
    await seminar.nina.types(word)
    assert "Отметили" in seminar.nina.screen.text
    await seminar.advance_to(ENDS + 121 * MINUTE)
    await seminar.elena.types(word)
    assert "ср, 7 октября, 20:00" in seminar.elena.screen.text
    assert "попросите организатора" in seminar.elena.screen.text
    assert seminar.mark("elena") is None


async def test_a_wrong_word_says_so_while_the_event_goes_on(seminar: Seminar) -> None:
    word = await seminar.makes_code_word()
    await seminar.advance_to(STARTS)
    await seminar.nina.types(other_word(word))
    assert "Это слово не подошло" in seminar.nina.screen.text
    assert seminar.mark("nina") is None


async def test_a_word_out_of_the_blue_is_not_taken_for_a_wrong_one(seminar: Seminar) -> None:
    word = await seminar.makes_code_word()
    await seminar.nina.types(other_word(word))
    assert "Не получилось понять" in seminar.nina.screen.text


async def test_a_right_word_of_somebody_not_on_the_list_says_whom_to_ask(seminar: Seminar) -> None:
    word = await seminar.makes_code_word()
    await seminar.advance_to(STARTS)
    await seminar.pavel.types(word)
    assert "Вас нет в списке" in seminar.pavel.screen.text
    assert "Открыть мероприятие" in seminar.pavel.screen.labels
    assert seminar.mark("pavel") is None


async def test_somebody_without_a_profile_is_led_to_it(world: World, seminar: Seminar) -> None:
    word = await seminar.makes_code_word()
    await seminar.advance_to(STARTS)
    stranger = world.person("Игорь")
    await stranger.types(word)
    assert "Сначала нужен профиль" in stranger.screen.text


async def test_each_of_two_events_at_once_has_its_own_word(world: World, seminar: Seminar) -> None:
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
        second = db.get_one(Event, other_id).code_word
    assert second not in {None, word}
    await seminar.advance_to(STARTS)
    await seminar.pavel.types(str(second))
    await seminar.nina.types(str(second))
    with world.db() as db:
        marked = db.execute(select(Attendance.event_id, Attendance.teacher_id)).all()
    assert marked == [(other_id, seminar.ids["pavel"])]
    assert "нет в списке «Урок для всех»" in seminar.nina.screen.text


async def test_another_word_puts_the_former_out_of_use(seminar: Seminar) -> None:
    word = await seminar.makes_code_word()
    await seminar.tatiana.presses("Другое слово")
    await seminar.advance_to(STARTS)
    await seminar.nina.types(word)
    assert "Это слово не подошло" in seminar.nina.screen.text


async def test_guessing_is_stopped_for_a_while(seminar: Seminar) -> None:
    word = await seminar.makes_code_word()
    await seminar.advance_to(STARTS)
    for guess in ["альфа", "бета", "гамма", "дельта", "омега"][:WRONG_CODE_LIMIT]:
        await seminar.nina.types(guess)
    assert "не подошло" in seminar.nina.screen.text
    await seminar.nina.types(word)
    assert "Слишком много" in seminar.nina.screen.text
    assert seminar.mark("nina") is None
    await seminar.advance_to(STARTS + 10 * MINUTE)
    await seminar.nina.types(word)
    assert "Отметили" in seminar.nina.screen.text


async def test_a_closed_list_takes_no_words(seminar: Seminar) -> None:
    word = await seminar.makes_code_word()
    await seminar.advance_to(STARTS)
    await seminar.closes_attendance()
    await seminar.nina.types(word)
    assert "уже закрыта" in seminar.nina.screen.text
    assert seminar.mark("nina") is None


async def test_what_the_organizer_saw_weighs_more_than_a_word(seminar: Seminar) -> None:
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


async def test_the_word_is_understood_before_an_open_form_which_goes_on(world: World, seminar: Seminar) -> None:
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


async def test_a_wrong_word_in_a_form_belongs_to_the_form_but_counts_as_a_guess(world: World, seminar: Seminar) -> None:
    word = await seminar.makes_code_word()
    await seminar.advance_to(STARTS)
    await seminar.nina.types("Мои записи")
    await seminar.nina.presses(TITLE)
    await seminar.nina.presses("Вопрос организатору")
    await seminar.nina.types(other_word(word))
    with world.db() as db:
        assert db.scalar(select(func.count()).select_from(Question)) == 1
        assert db.scalar(select(func.count()).select_from(WrongCode)) == 1


async def test_a_name_field_keeps_its_word(world: World, seminar: Seminar) -> None:
    await seminar.makes_code_word()
    with world.db() as db:
        db.get_one(Event, seminar.event).code_word = "роза"
        make_registration(db, db.get_one(Event, seminar.event), db.get_one(Teacher, seminar.ids["tatiana"]))
        db.commit()
    await seminar.advance_to(STARTS)
    await seminar.opens_attendance()
    await seminar.tatiana.presses("Добавить участника")
    await seminar.tatiana.types("Роза")
    assert "в сети нет" in seminar.tatiana.screen.text
    assert seminar.mark("tatiana") is None
