"""People are found by typed words of their names: by index, with typing errors, among any number of people."""

from sqlalchemy import Connection, event, select
from sqlalchemy.orm import Session

from bot.database.engine import Database
from models import NameWord
from services.name_search import CANDIDATES, similar_people
from services.people.merging import anonymize
from tests.builders import NOW, make_teacher


def found(db: Session, typed: str) -> list[str]:
    return [person.full_name for person in similar_people(db, typed, 6)]


def people_are_found(db: Session) -> None:
    zotova = make_teacher(db, "Зотова-Лебедева Ирина Львовна")
    make_teacher(db, "Дёмина Светлана Ильинична")
    make_teacher(db, "Демидова Ольга Петровна")
    assert found(db, "ДЕМИНА") == ["Дёмина Светлана Ильинична"]
    assert found(db, "светлана дёмена") == ["Дёмина Светлана Ильинична"]
    assert set(found(db, "Дем")) == {"Дёмина Светлана Ильинична", "Демидова Ольга Петровна"}
    assert found(db, "Ирена") == ["Зотова-Лебедева Ирина Львовна"]
    assert found(db, "Кузьмина") == found(db, "100%") == found(db, " ") == []

    zotova.name_key = "зотова-орлова ирина львовна"
    db.flush()
    of_zotova = select(NameWord.word).where(NameWord.teacher_id == zotova.id).order_by(NameWord.word)
    assert list(db.scalars(of_zotova)) == ["зотова", "зотова-орлова", "ирина", "львовна", "орлова"]
    anonymize(db, zotova, NOW)
    db.flush()
    assert found(db, "Ирина") == found(db, "—") == []


async def test_people_are_found_by_any_words_of_their_present_name_with_typing_errors(database_url: str) -> None:
    database = Database(database_url)
    await database.run(people_are_found)
    await database.close()


def test_the_best_match_is_found_among_more_people_than_are_compared(db: Session) -> None:
    for number in range(CANDIDATES + 50):
        make_teacher(db, f"Иванова{number} Мария")
    make_teacher(db, "Петрова Мария Олеговна")
    assert found(db, "мария петрова") == ["Петрова Мария Олеговна"]
    assert len(found(db, "мария")) == 6


def test_a_search_walks_no_table(db: Session) -> None:
    make_teacher(db, "Дёмина Светлана Ильинична")
    steps: list[str] = []

    def explain(
        connection: Connection, _cursor: object, statement: str, values: tuple[object, ...], *_: object
    ) -> None:
        if statement.startswith("SELECT"):
            plan = connection.connection.cursor().execute(f"EXPLAIN QUERY PLAN {statement}", values)
            steps.extend(step[3] for step in plan)

    event.listen(db.get_bind(), "before_cursor_execute", explain)
    assert found(db, "светлана демина") == ["Дёмина Светлана Ильинична"]
    event.remove(db.get_bind(), "before_cursor_execute", explain)
    assert any("SEARCH name_word" in step for step in steps)
    assert [step for step in steps if step.startswith(("SCAN teacher", "SCAN name_word"))] == []
