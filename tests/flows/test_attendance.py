"""«Отметка»: the code word, the organiser's list, people at the door, closing and the hour after it."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from models import (
    Attendance,
    AttendanceSource,
    AttendanceState,
    Certificate,
    CodeMiss,
    Conversation,
    Event,
    EventRole,
    ParticipationRole,
    PointEntry,
    Question,
    Registration,
    Role,
    Teacher,
)
from screens import wishes
from services.code_words import MISSES
from tests.builders import make_event, make_teacher
from tests.flows.seminar import ENDS, STARTS, TITLE, Seminar, hold_seminar, signs_up
from tests.world import World

MINUTE = timedelta(minutes=1)


@pytest.fixture
async def seminar(world: World) -> Seminar:
    return await hold_seminar(world)


def other_word(word: str) -> str:
    return "ракета" if word != "ракета" else "якорь"


# --- the code word ---


async def test_the_word_marks_whoever_sends_it_in_time(seminar: Seminar) -> None:
    word = await seminar.gives_word()
    await seminar.at(STARTS - 15 * MINUTE)
    await seminar.nina.types(word)
    assert seminar.nina.screen.text == "Отметили: Вы на семинаре. Хорошей работы!"
    mark = seminar.mark("nina")
    assert mark is not None
    assert (mark.state, mark.source) == (AttendanceState.ATTENDED, AttendanceSource.CODE)


async def test_case_signs_and_words_around_do_not_matter(seminar: Seminar) -> None:
    word = await seminar.gives_word()
    await seminar.at(STARTS)
    await seminar.nina.types(f"Кодовое слово: «{word.upper()}»!")
    assert "Отметили" in seminar.nina.screen.text


async def test_yo_is_ye(seminar: Seminar) -> None:
    with seminar.world.db() as db:
        db.get_one(Event, seminar.event).code_word = "береза"
        db.commit()
    await seminar.at(STARTS)
    await seminar.nina.types("Берёза")
    assert "Отметили" in seminar.nina.screen.text


async def test_the_word_sent_again_changes_nothing(seminar: Seminar) -> None:
    word = await seminar.gives_word()
    await seminar.at(STARTS)
    await seminar.nina.types(word)
    await seminar.nina.types(word)
    assert "Вы уже отмечены" in seminar.nina.screen.text


async def test_an_early_word_says_when_it_will_be_taken(seminar: Seminar) -> None:
    word = await seminar.gives_word()
    await seminar.at(STARTS - 16 * MINUTE)
    await seminar.nina.types(word)
    assert "рано" in seminar.nina.screen.text
    assert "ср, 7 октября, 13:45" in seminar.nina.screen.text
    assert seminar.mark("nina") is None


async def test_a_late_word_says_until_when_it_was_taken(seminar: Seminar) -> None:
    word = await seminar.gives_word()
    await seminar.at(ENDS + 120 * MINUTE)
    await seminar.nina.types(word)
    assert "Отметили" in seminar.nina.screen.text
    await seminar.at(ENDS + 121 * MINUTE)
    await seminar.elena.types(word)
    assert "ср, 7 октября, 20:00" in seminar.elena.screen.text
    assert "попросите организатора" in seminar.elena.screen.text
    assert seminar.mark("elena") is None


async def test_a_wrong_word_says_so_while_the_event_goes_on(seminar: Seminar) -> None:
    word = await seminar.gives_word()
    await seminar.at(STARTS)
    await seminar.nina.types(other_word(word))
    assert "Это слово не подошло" in seminar.nina.screen.text
    assert seminar.mark("nina") is None


async def test_a_word_out_of_the_blue_is_not_taken_for_a_wrong_one(seminar: Seminar) -> None:
    word = await seminar.gives_word()
    await seminar.nina.types(other_word(word))
    assert "Не получилось понять" in seminar.nina.screen.text


async def test_a_right_word_of_somebody_not_on_the_list_says_whom_to_ask(seminar: Seminar) -> None:
    word = await seminar.gives_word()
    await seminar.at(STARTS)
    await seminar.pavel.types(word)
    assert "Вас нет в списке" in seminar.pavel.screen.text
    assert "Открыть мероприятие" in seminar.pavel.screen.labels
    assert seminar.mark("pavel") is None


async def test_somebody_without_a_profile_is_led_to_it(world: World, seminar: Seminar) -> None:
    word = await seminar.gives_word()
    await seminar.at(STARTS)
    stranger = world.person("Игорь")
    await stranger.types(word)
    assert "Сначала нужен профиль" in stranger.screen.text


async def test_each_of_two_events_at_once_has_its_own_word(world: World, seminar: Seminar) -> None:
    with world.db() as db:
        other = make_event(db, "Урок для всех", responsible_id=seminar.ids["tatiana"])
        signs_up(db, other, db.get_one(Teacher, seminar.ids["pavel"]))
        db.commit()
        other_id = other.id
    word = await seminar.gives_word()
    await seminar.tatiana.types("/manage")
    await seminar.tatiana.presses("Урок для всех")
    await seminar.tatiana.presses("Отметка")
    await seminar.tatiana.presses("Кодовое слово")
    with world.db() as db:
        second = db.get_one(Event, other_id).code_word
    assert second not in {None, word}
    await seminar.at(STARTS)
    await seminar.pavel.types(str(second))
    await seminar.nina.types(str(second))
    with world.db() as db:
        marked = db.execute(select(Attendance.event_id, Attendance.teacher_id)).all()
    assert marked == [(other_id, seminar.ids["pavel"])]
    assert "нет в списке «Урок для всех»" in seminar.nina.screen.text


async def test_another_word_puts_the_former_out_of_use(seminar: Seminar) -> None:
    word = await seminar.gives_word()
    await seminar.tatiana.presses("Другое слово")
    await seminar.at(STARTS)
    await seminar.nina.types(word)
    assert "Это слово не подошло" in seminar.nina.screen.text


async def test_guessing_is_stopped_for_a_while(world: World, seminar: Seminar) -> None:
    word = await seminar.gives_word()
    await seminar.at(STARTS)
    for guess in ["альфа", "бета", "гамма", "дельта", "омега"][:MISSES]:
        await seminar.nina.types(guess)
    assert "не подошло" in seminar.nina.screen.text
    await seminar.nina.types(word)
    assert "Слишком много" in seminar.nina.screen.text
    assert seminar.mark("nina") is None
    await seminar.at(STARTS + 10 * MINUTE)
    await seminar.nina.types(word)
    assert "Отметили" in seminar.nina.screen.text


async def test_a_closed_list_takes_no_words(seminar: Seminar) -> None:
    word = await seminar.gives_word()
    await seminar.at(STARTS)
    await seminar.closes()
    await seminar.nina.types(word)
    assert "уже закрыта" in seminar.nina.screen.text
    assert seminar.mark("nina") is None


async def test_what_the_organiser_saw_weighs_more_than_a_word(seminar: Seminar) -> None:
    word = await seminar.gives_word()
    await seminar.at(STARTS)
    await seminar.opens_list()
    await seminar.tatiana.presses("Агеева Н. П.")
    await seminar.tatiana.presses("Не был")
    await seminar.nina.types(word)
    assert "Вас не было" in seminar.nina.screen.text
    mark = seminar.mark("nina")
    assert mark is not None
    assert mark.state is AttendanceState.NO_SHOW


async def test_the_word_is_understood_before_an_open_form_which_goes_on(world: World, seminar: Seminar) -> None:
    word = await seminar.gives_word()
    await seminar.at(STARTS)
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
    word = await seminar.gives_word()
    await seminar.at(STARTS)
    await seminar.nina.types("Мои записи")
    await seminar.nina.presses(TITLE)
    await seminar.nina.presses("Вопрос организатору")
    await seminar.nina.types(other_word(word))
    with world.db() as db:
        assert db.scalar(select(func.count()).select_from(Question)) == 1
        assert db.scalar(select(func.count()).select_from(CodeMiss)) == 1


async def test_a_name_field_keeps_its_word(world: World, seminar: Seminar) -> None:
    await seminar.gives_word()
    with world.db() as db:
        db.get_one(Event, seminar.event).code_word = "роза"
        signs_up(db, db.get_one(Event, seminar.event), db.get_one(Teacher, seminar.ids["tatiana"]))
        db.commit()
    await seminar.at(STARTS)
    await seminar.opens_list()
    await seminar.tatiana.presses("Добавить участника")
    await seminar.tatiana.types("Роза")
    assert "в сети нет" in seminar.tatiana.screen.text
    assert seminar.mark("tatiana") is None


# --- the list ---


async def test_the_list_shows_everybody_with_the_numbers(seminar: Seminar) -> None:
    await seminar.at(STARTS)
    await seminar.opens_list()
    assert "Были: 0 · не были: 0 · не отмечены: 2" in seminar.tatiana.screen.text
    assert "○ Агеева Н. П. · СОШ № 1 · слушатель" in seminar.tatiana.screen.labels
    await seminar.tatiana.presses("Отметить всех")
    assert "Были: 2 · не были: 0 · не отмечены: 0" in seminar.tatiana.screen.text
    assert "✓ Агеева Н. П. · СОШ № 1 · слушатель" in seminar.tatiana.screen.labels
    assert "Отметить всех" not in seminar.tatiana.screen.labels


async def test_presence_is_not_marked_before_the_quarter_of_an_hour_but_roles_may_be(seminar: Seminar) -> None:
    await seminar.opens_list()
    assert "отмечают с ср, 7 октября, 13:45" in seminar.tatiana.screen.text
    assert not {"Отметить всех", "Закрыть отметку", "Добавить участника"} & set(seminar.tatiana.screen.labels)
    await seminar.tatiana.presses("Бортникова")
    assert "Был" not in seminar.tatiana.screen.labels
    await seminar.tatiana.presses("выступление из опыта")
    assert "Роль: выступление из опыта" in seminar.tatiana.screen.text
    wish = wishes.MarkAll(event=seminar.event).pack()
    await seminar.tatiana.presses_data(seminar.tatiana.screen.message_id, wish)
    assert "Пока рано" in seminar.tatiana.screen.text


async def test_marks_and_roles_can_be_changed(world: World, seminar: Seminar) -> None:
    await seminar.at(STARTS)
    await seminar.opens_list()
    await seminar.tatiana.presses("Бортникова")
    await seminar.tatiana.presses("Был")
    await seminar.tatiana.presses("Не был")
    assert "✓ Не был" in seminar.tatiana.screen.labels
    mark = seminar.mark("elena")
    assert mark is not None
    assert mark.state is AttendanceState.NO_SHOW
    await seminar.tatiana.presses("Был")
    await seminar.tatiana.presses("выступление из опыта")
    await seminar.tatiana.presses("организатор")
    assert "Роль: выступление из опыта, организатор" in seminar.tatiana.screen.text
    await seminar.tatiana.presses("✓ организатор")
    assert "Роль: выступление из опыта" in seminar.tatiana.screen.text
    await seminar.tatiana.presses("слушатель")
    assert "✓ слушатель" in seminar.tatiana.screen.labels
    with world.db() as db:
        assert db.scalars(select(EventRole)).all() == []
    await seminar.tatiana.presses("‹ К списку")
    assert "✓ Бортникова Е. Ю. · СОШ № 1 · слушатель" in seminar.tatiana.screen.labels


async def test_somebody_listed_by_a_role_alone_stays_in_the_list(world: World, seminar: Seminar) -> None:
    with world.db() as db:
        db.add(EventRole(event_id=seminar.event, teacher_id=seminar.ids["pavel"], role=ParticipationRole.EXPERT))
        db.commit()
    await seminar.at(STARTS)
    await seminar.opens_list()
    await seminar.tatiana.presses("Гладышев")
    await seminar.tatiana.presses("✓ эксперт")
    assert "✓ слушатель" in seminar.tatiana.screen.labels
    await seminar.tatiana.presses("Был")
    await seminar.tatiana.presses("✓ слушатель")
    await seminar.tatiana.presses("‹ К списку")
    assert "✓ Гладышев П. О. · Гимназия № 3 · слушатель" in seminar.tatiana.screen.labels


async def test_a_long_list_has_pages(world: World, seminar: Seminar) -> None:
    with world.db() as db:
        event = db.get_one(Event, seminar.event)
        for number in range(7):
            signs_up(db, event, make_teacher(db, f"Яковлева{'а' * number} Мария Олеговна"))
        db.commit()
    await seminar.at(STARTS)
    await seminar.opens_list()
    assert "1 из 2" in seminar.tatiana.screen.labels
    await seminar.tatiana.presses("›")
    assert "2 из 2" in seminar.tatiana.screen.labels
    await seminar.tatiana.presses("Яковлевааааааа")
    await seminar.tatiana.presses("Был")
    await seminar.tatiana.presses("‹ К списку")
    assert "2 из 2" in seminar.tatiana.screen.labels


async def test_another_methodist_sees_the_list_and_changes_nothing(world: World, seminar: Seminar) -> None:
    with world.db() as db:
        other = make_teacher(db, "Чижова Марина Павловна", role=Role.METHODIST)
        db.commit()
        other_id = other.id
    marina = world.acquainted(other_id)
    await seminar.at(STARTS)
    await marina.types("/help")
    await marina.presses_data(marina.screen.message_id, wishes.OpenAttendance(event=seminar.event, page=0).pack())
    assert "не отмечены: 2" in marina.screen.text
    assert "Отмечают автор" in marina.screen.text
    await marina.presses_data(marina.screen.message_id, wishes.MarkAll(event=seminar.event).pack())
    with world.db() as db:
        assert db.scalars(select(Attendance)).all() == []


async def test_a_teacher_with_a_forged_button_is_refused(world: World, seminar: Seminar) -> None:
    await seminar.at(STARTS)
    await seminar.nina.types("/help")
    for wish in (
        wishes.OpenAttendance(event=seminar.event, page=0),
        wishes.MarkAll(event=seminar.event),
        wishes.MakeCode(event=seminar.event),
        wishes.CloseAttendance(event=seminar.event, sure=1),
        wishes.AddWalkIn(event=seminar.event, teacher=seminar.ids["pavel"]),
        wishes.ReopenAttendance(event=seminar.event),
    ):
        await seminar.nina.presses_data(seminar.nina.screen.message_id, wish.pack())
        assert "только методисты" in seminar.nina.screen.text
    with world.db() as db:
        assert db.get_one(Event, seminar.event).code_word is None
        assert db.scalars(select(Attendance)).all() == []


# --- at the door ---


async def test_somebody_known_is_added_at_the_door_beside_the_seats(world: World, seminar: Seminar) -> None:
    await seminar.at(STARTS)
    await seminar.opens_list()
    await seminar.tatiana.presses("Добавить участника")
    await seminar.tatiana.types("гладышев")
    await seminar.tatiana.presses("Гладышев Павел Олегович")
    assert "Без записи" in seminar.tatiana.screen.text
    mark = seminar.mark("pavel")
    assert mark is not None
    assert mark.state is AttendanceState.ATTENDED
    with world.db() as db:
        walk_in = db.scalars(select(Registration).where(Registration.teacher_id == seminar.ids["pavel"])).one()
        assert walk_in.walk_in
        assert db.get_one(Event, seminar.event).taken == 2
        assert db.scalars(select(Conversation)).all() == []


async def test_somebody_new_is_entered_by_name_and_organisation(world: World, seminar: Seminar) -> None:
    await seminar.at(STARTS)
    await seminar.opens_list()
    await seminar.tatiana.presses("Добавить участника")
    await seminar.tatiana.types("123")
    assert "Нужны фамилия и имя" in seminar.tatiana.screen.text
    await seminar.tatiana.types("Щукина")
    assert "полностью" in seminar.tatiana.screen.text
    await seminar.tatiana.types("щукина раиса тимофеевна")
    await seminar.tatiana.presses("Новый участник")
    await seminar.tatiana.types("гимназия 3")
    await seminar.tatiana.presses("Гимназия № 3")
    assert "Щукина Раиса Тимофеевна" in seminar.tatiana.screen.text
    with world.db() as db:
        new = db.scalars(select(Teacher).where(Teacher.surname == "Щукина")).unique().one()
        assert new.organization is not None
        assert new.organization.short == "Гимназия № 3"
        assert db.scalars(select(Attendance.state).where(Attendance.teacher_id == new.id)).one() == "attended"


async def test_somebody_new_may_have_no_organisation(world: World, seminar: Seminar) -> None:
    await seminar.at(STARTS)
    await seminar.opens_list()
    await seminar.tatiana.presses("Добавить участника")
    await seminar.tatiana.sends({"sticker": {"file_id": "s", "file_unique_id": "s", "type": "regular", "width": 1,
                                             "height": 1, "is_animated": False, "is_video": False}})  # fmt: skip
    assert "Нужны фамилия и имя" in seminar.tatiana.screen.text
    await seminar.tatiana.types("Щукина Раиса")
    await seminar.tatiana.presses("Новый участник")
    await seminar.tatiana.types("такой нет нигде")
    assert "Такой организации в сети нет" in seminar.tatiana.screen.text
    await seminar.tatiana.presses("Без организации")
    with world.db() as db:
        assert db.scalars(select(Teacher).where(Teacher.surname == "Щукина")).unique().one().organization_id is None


# --- closing ---


async def test_closing_waits_for_the_start_and_shows_the_numbers(world: World, seminar: Seminar) -> None:
    await seminar.at(STARTS - 5 * MINUTE)
    await seminar.opens_list()
    assert "Закрыть отметку" not in seminar.tatiana.screen.labels
    wish = wishes.CloseAttendance(event=seminar.event, sure=1).pack()
    await seminar.tatiana.presses_data(seminar.tatiana.screen.message_id, wish)
    assert "Пока рано" in seminar.tatiana.screen.text
    await seminar.at(STARTS + 5 * MINUTE)
    await seminar.opens_list()
    await seminar.tatiana.presses("Закрыть отметку")
    text = seminar.tatiana.screen.text
    assert "Были: 0, не были: 0, не отмечены: 2" in text
    assert "Не отмеченные считаются отсутствовавшими" in text
    assert "ещё идёт, до ср, 7 октября, 18:00" in text
    with world.db() as db:
        assert db.get_one(Event, seminar.event).attendance_closed_at is None


async def test_within_the_hour_it_can_be_reopened_and_nothing_is_given(world: World, seminar: Seminar) -> None:
    await seminar.at(ENDS)
    await seminar.opens_list()
    await seminar.tatiana.presses("Отметить всех")
    await seminar.closes()
    assert "До 19:00 её можно открыть снова" in seminar.tatiana.screen.text
    await seminar.at(ENDS + 59 * MINUTE)
    await seminar.tatiana.presses("Открыть снова")
    await seminar.tatiana.presses("Бортникова")
    await seminar.tatiana.presses("Не был")
    await seminar.at(ENDS + 90 * MINUTE)
    with world.db() as db:
        assert db.scalars(select(PointEntry)).all() == []
    await seminar.closes()
    await seminar.at(ENDS + 151 * MINUTE)
    with world.db() as db:
        assert db.scalars(select(PointEntry.teacher_id)).all() == [seminar.ids["nina"]]


async def test_while_closed_marks_do_not_change(seminar: Seminar) -> None:
    await seminar.at(ENDS)
    await seminar.closes()
    await seminar.tatiana.presses_data(seminar.tatiana.screen.message_id, wishes.MarkAll(event=seminar.event).pack())
    assert "Отметка закрыта" in seminar.tatiana.screen.text
    assert "Открыть снова" in seminar.tatiana.screen.labels
    assert seminar.mark("nina") is None


async def test_after_the_hour_nothing_changes_any_more(world: World, seminar: Seminar) -> None:
    await seminar.ends_with_everybody()
    await seminar.tatiana.types("/help")
    for wish in (
        wishes.ReopenAttendance(event=seminar.event),
        wishes.CloseAttendance(event=seminar.event, sure=1),
        wishes.MarkAll(event=seminar.event),
    ):
        await seminar.tatiana.presses_data(seminar.tatiana.screen.message_id, wish.pack())
        assert "больше не меняются" in seminar.tatiana.screen.text
    await seminar.opens_list()
    assert "Баллы начислены, сертификаты выданы" in seminar.tatiana.screen.text


async def test_closing_twice_moves_nothing(world: World, seminar: Seminar) -> None:
    await seminar.at(ENDS)
    await seminar.closes()
    await seminar.at(ENDS + 30 * MINUTE)
    wish = wishes.CloseAttendance(event=seminar.event, sure=1).pack()
    await seminar.tatiana.presses_data(seminar.tatiana.screen.message_id, wish)
    assert "Отметка закрыта" in seminar.tatiana.screen.text
    with world.db() as db:
        assert db.get_one(Event, seminar.event).attendance_closed_at == ENDS


async def test_those_not_marked_count_as_absent(world: World, seminar: Seminar) -> None:
    await seminar.at(ENDS)
    await seminar.opens_list()
    await seminar.tatiana.presses("Агеева")
    await seminar.tatiana.presses("Был")
    await seminar.closes()
    await seminar.at(ENDS + 61 * MINUTE)
    mark = seminar.mark("elena")
    assert mark is not None
    assert mark.state is AttendanceState.NO_SHOW
    with world.db() as db:
        assert db.scalars(select(Certificate.teacher_id)).all() == [seminar.ids["nina"]]


async def test_points_and_certificates_are_given_once_however_often_the_clock_ticks(
    world: World, seminar: Seminar
) -> None:
    await seminar.ends_with_everybody()
    for _ in range(3):
        await world.advance(minutes=1)
    with world.db() as db:
        assert db.scalar(select(func.count()).select_from(PointEntry)) == 2
        assert db.scalar(select(func.count()).select_from(Certificate)) == 2
        assert db.get_one(Event, seminar.event).finalised_at == ENDS + 61 * MINUTE
