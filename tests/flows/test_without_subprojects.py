"""A network whose programme has no subprojects: loaded, and everything that shows an event works without one."""

import re

import pytest
from sqlalchemy import select

from models import Event, Registration, RegistrationState, Subproject, Teacher
from sandbox.person import Person
from tests.data.network_file import LOADED_AT, TEXT, load_text
from tests.world import World

LISTED = "Искусственный интеллект"


def without_subprojects() -> str:
    text = re.sub(r" subproject: \w+,", "", TEXT)
    text = text.replace("{code: ev11,", "{code: ev11, responsible: m2,")
    return re.sub(r"\nsubprojects:\n(?:  .*\n)+", "\nsubprojects:\n", text)


@pytest.fixture
def people(world: World) -> dict[str, Person]:
    """Марина, a methodist, and Елена, a teacher, of the loaded network."""
    with world.db() as db:
        load_text(db, without_subprojects(), apply=True)
        db.commit()
        ids = {code: db.scalars(select(Teacher.id).where(Teacher.code == code)).one() for code in ("m2", "t02")}
    world.clock.set(LOADED_AT)
    return {"Марина": world.registered(ids["m2"], "Марина"), "Елена": world.registered(ids["t02"], "Елена")}


async def test_a_teacher_finds_an_event_signs_up_and_gets_its_calendar_file(
    world: World, people: dict[str, Person]
) -> None:
    elena = people["Елена"]
    with world.db() as db:
        assert db.scalars(select(Subproject)).all() == []
        assert set(db.scalars(select(Event.subproject_id))) == {None}
    await elena.types("Мероприятия")
    await elena.presses("По подпроекту")
    assert "У ближайших мероприятий нет подпроектов" in elena.screen.text
    await elena.presses("Назад")
    await elena.presses(LISTED)
    assert LISTED in elena.screen.text
    assert "одпроект" not in elena.screen.text
    await elena.presses("Записаться")
    with world.db() as db:
        states = db.scalars(select(Registration.state).join(Event).where(Event.title.startswith(LISTED))).all()
    assert states == [RegistrationState.CONFIRMED]
    await elena.types("Мои записи")
    assert LISTED in elena.screen.text
    await elena.types("Моя карта")
    assert "Карта активности" in elena.screen.text


async def test_the_responsible_person_of_the_file_manages_such_an_event(
    world: World, people: dict[str, Person]
) -> None:
    marina = people["Марина"]
    await marina.types("/manage")
    await marina.presses("Все")
    await marina.presses("Буктрейлер")
    await marina.presses("Изменить")
    await marina.presses("Название")
    await marina.types("Книга и квест")
    with world.db() as db:
        event = db.scalars(select(Event).where(Event.code == "ev11")).unique().one()
    assert (event.title, event.subproject_id) == ("Книга и квест", None)
