"""People and events of flow tests, put into the world's database as if they had been loaded; what people often do."""

from typing import Any

from aiogram.filters.callback_data import CallbackData

from models import Event, Registration, RegistrationState, ReminderRun, Teacher
from sandbox.person import Person
from tests.builders import NOW, make_event, make_organization, make_teacher
from tests.world import World

STICKER: dict[str, Any] = {
    "sticker": {
        "file_id": "a",
        "file_unique_id": "b",
        "type": "regular",
        "width": 1,
        "height": 1,
        "is_animated": False,
        "is_video": False,
    }
}
"""A message without words, for `Person.sends`."""


def add_person(world: World, full_name: str = "Агеева Нина Петровна", **values: Any) -> Person:
    """Add a person with a profile and an open chat."""
    with world.db() as db:
        teacher = make_teacher(db, full_name, **values)
        db.commit()
    return world.registered(teacher.id)


def add_event(world: World, title: str = "Читаем и понимаем задачу", **values: Any) -> int:
    """Add a published event at 14:00, six days ahead, at СОШ № 1, already announced; return its id."""
    with world.db() as db:
        host = make_organization(db, place="ул. Мира, 12")
        event = make_event(db, title, host_id=host.id, **values)
        db.add(ReminderRun(event_id=event.id, rule="new_event", version=0, ran_at=NOW))
        db.commit()
    return event.id


def change_event(world: World, event_id: int, **values: Any) -> None:
    """Change columns of an event directly, as if somebody else had done it meanwhile."""
    with world.db() as db:
        event = db.get_one(Event, event_id)
        for name, value in values.items():
            setattr(event, name, value)
        db.commit()


def registration_states(world: World, event_id: int) -> dict[str, RegistrationState]:
    """Return the state of each person's newest registration by given name."""
    with world.db() as db:
        rows = db.query(Registration, Teacher).join(Teacher).filter(Registration.event_id == event_id)
        return {teacher.given_name: row.state for row, teacher in rows.order_by(Registration.id)}


async def withdraws_consent(person: Person) -> None:
    await person.types("Профиль")
    for label in ("Мои данные", "Отозвать согласие", "Да, отозвать и стереть"):
        await person.presses(label)


async def presses_old_button(person: Person, wish: CallbackData | str) -> str:
    """Press a button of a message far up in the chat, or a forged one; return the text of the answer."""
    await person.presses_data(1, wish if isinstance(wish, str) else wish.pack())
    assert person.screen.revision > person.acted_at, "the bot answered with no message"
    return person.screen.text
