"""Feedback after an event: a mark, and a few words if the person likes."""

import pytest
from sqlalchemy import select

from models import Feedback, Registration
from sandbox.person import Person
from tests.builders import make_attendance
from tests.world import World


@pytest.fixture(autouse=True)
async def feedback_request(world: World, event: int, nina: Person) -> None:
    """Нина was present and is asked for feedback."""
    with world.db() as db:
        make_attendance(db, event, db.scalars(select(Registration.teacher_id)).one())
        db.commit()
    await world.advance(days=6, hours=10)
    assert "Как прошло мероприятие" in nina.screen.text


async def test_feedback_is_a_mark_and_a_few_words_without_a_name(world: World, nina: Person) -> None:
    await nina.presses("5")
    await nina.types("Очень полезно, спасибо")
    assert "без имени" in nina.screen.text
    with world.db() as db:
        row = db.scalars(select(Feedback)).one()
        assert (row.mark, row.words) == (5, "Очень полезно, спасибо")


async def test_a_text_of_the_next_day_is_not_taken_as_feedback(world: World, nina: Person) -> None:
    await nina.presses("5")
    await world.advance(hours=20)
    await nina.types("А где мой сертификат?")
    assert "Не получилось понять" in nina.screen.text
    with world.db() as db:
        assert db.scalars(select(Feedback)).one().words == ""


async def test_a_contact_is_not_taken_as_words_which_may_be_omitted(nina: Person) -> None:
    await nina.presses("4")
    await nina.sends({"contact": {"phone_number": "+70000000000", "first_name": "Нина"}})
    assert "Нужны слова" in nina.screen.text
    await nina.presses("Без слов")
    assert "Спасибо за оценку" in nina.screen.text
