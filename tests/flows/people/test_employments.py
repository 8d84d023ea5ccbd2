"""«Места работы»: a second school and a second post, opened from «Мои данные»."""

import pytest
from sqlalchemy import select

from models import Employment, Post, Teacher
from sandbox.person import Person
from tests.builders import make_event, make_organization, make_teacher
from tests.world import World


@pytest.fixture
def nina(world: World) -> Person:
    with world.db() as db:
        first = make_organization(db, "СОШ № 1")
        make_organization(db, "Гимназия № 3")
        row = make_teacher(db, "Агеева Нина Петровна", first)
        db.commit()
    return world.registered(row.id)


async def opens_places(person: Person) -> None:
    await person.types("Профиль")
    await person.presses("Мои данные")
    await person.presses("Места работы")


async def adds_librarian(person: Person) -> None:
    await opens_places(person)
    await person.presses("Добавить место работы")
    await person.types("гимназия 3")
    await person.presses("библиотекарь")


def rows(world: World) -> list[tuple[str, Post, bool, bool]]:
    """Return school, post, whether it is the main one and whether it is active."""
    with world.db() as db:
        found = db.scalars(select(Employment).order_by(Employment.id))
        return [
            (row.organization.short if row.organization else "", row.post, row.is_main, row.until is None)
            for row in found
        ]


async def test_a_second_place_of_work_is_added_beside_the_main_one(world: World, nina: Person) -> None:
    await adds_librarian(nina)
    assert "учитель, СОШ № 1 – основное\nпедагог-библиотекарь, Гимназия № 3" in nina.screen.text
    assert rows(world) == [("СОШ № 1", Post.TEACHER, True, True), ("Гимназия № 3", Post.LIBRARIAN, False, True)]
    with world.db() as db:
        assert db.scalars(select(Teacher)).one().post is Post.TEACHER


async def test_events_are_offered_by_every_post(world: World, nina: Person) -> None:
    with world.db() as db:
        make_event(db, "Каталог без лишней работы", posts=["librarian"])
        db.commit()
    await nina.types("Мероприятия")
    assert "Каталог без лишней работы" not in nina.screen.text
    await adds_librarian(nina)
    await nina.types("Мероприятия")
    assert "Каталог без лишней работы" in nina.screen.text


async def test_an_ended_place_of_work_stays_as_history(world: World, nina: Person) -> None:
    await adds_librarian(nina)
    await world.advance(days=10)
    await opens_places(nina)
    await nina.presses("Завершить: учитель")
    assert "библиотекарь, Гимназия № 3 – основное" in nina.screen.text
    assert "учитель, СОШ № 1: с " in nina.screen.text
    assert ("СОШ № 1", Post.TEACHER, True, False) in rows(world)
    with world.db() as db:
        assert db.scalars(select(Teacher)).one().post is Post.LIBRARIAN
    assert not any(label.startswith("Завершить") for label in nina.screen.labels)


async def test_a_school_outside_the_network_cannot_be_added_here(world: World, nina: Person) -> None:
    await opens_places(nina)
    await nina.presses("Добавить место работы")
    await nina.types("Лицей при космодроме")
    assert "только организацию сети" in nina.screen.text
    await nina.presses("Назад")
    assert "СОШ № 1" in nina.screen.text
    assert len(rows(world)) == 1
