"""Unseen signs in what people send: never stored, and a text of nothing else gets the sentence for an empty one."""

from sqlalchemy import select

from models import EventState, Question, QuestionLine
from tests.flows.correspondence.test_questions import asks, opens_question
from tests.flows.desk.people import Desk
from tests.flows.people.newcomers import consented, teacher_of
from tests.world import World

UNSEEN = "\u202e\u200b\u2066\ue000\u3164\u00ad"


def lines(desk: Desk) -> list[str]:
    with desk.world.db() as db:
        return list(db.scalars(select(QuestionLine.text)))


async def test_a_question_is_stored_and_shown_without_them(desk: Desk) -> None:
    await desk.publishes()
    await asks(desk, f"{UNSEEN}Нужен{UNSEEN} ли  и\u0306од?\u2028\n\n\nИ 👩\u200d🏫?{UNSEEN}")

    assert lines(desk) == ["Нужен ли йод?\n\nИ 👩\u200d🏫?"]
    assert "Нужен ли йод?\n\nИ 👩\u200d🏫?" in desk.tatiana.screen.text


async def test_a_question_of_nothing_else_is_answered_as_an_empty_one(desk: Desk) -> None:
    await desk.publishes()
    await opens_question(desk)
    await desk.nina.types(UNSEEN)

    assert "Напишите словами, от 2 до" in desk.nina.screen.text
    with desk.world.db() as db:
        assert db.scalars(select(Question)).all() == []


async def test_a_draft_is_read_without_them_and_its_title_stored_so(desk: Desk) -> None:
    await desk.publishes(
        f"Семи\u00adнар «Читаем{UNSEEN} задачу» 7 октября 14:00, 4 часа, СОШ\u00a0№\u200b1, 35 мест, для учителей"
    )
    assert (desk.event().title, desk.event().state) == ("Читаем задачу", EventState.PUBLISHED)

    await desk.manages("Изменить", "Название")
    await desk.tatiana.types(UNSEEN)
    assert desk.event().title == "Читаем задачу"
    await desk.tatiana.types(f"Чита{UNSEEN}ем\nвместе")
    await desk.world.settle()
    assert desk.event().title == "Читаем вместе"


async def test_a_name_and_a_school_are_stored_without_them(world: World) -> None:
    irina = await consented(world, "Ирина")
    await irina.types(UNSEEN)
    assert teacher_of(world, irina) is None
    await irina.types(f"Зо{UNSEEN}това Ирина{UNSEEN} Андреи\u0306ковна")
    await irina.presses("Моей организации нет")
    await irina.types(UNSEEN)
    assert "организаци" in irina.screen.text
    await irina.types(f"Школа{UNSEEN}\nискусств")
    await irina.presses("учитель")
    await irina.presses("Пропустить")

    teacher = teacher_of(world, irina)
    assert teacher is not None
    assert teacher.full_name == "Зотова Ирина Андрейковна"


async def test_a_command_is_understood_with_them_also_under_a_file(desk: Desk) -> None:
    await desk.nina.types(f"{UNSEEN}/he\u200blp")
    helped = desk.nina.screen.text
    await desk.nina.sends_file("a.txt", b"a", f"{UNSEEN}/help")
    assert desk.nina.screen.text == helped
