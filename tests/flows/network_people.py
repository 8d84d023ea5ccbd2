"""People and events of the flow tests, put into the world's database as if they had been loaded."""

from typing import Any

from models import Event, Registration, RegistrationState, ReminderRun, Teacher
from sandbox.person import Person
from tests.builders import NOW, make_event, make_organization, make_teacher
from tests.world import World


def known(world: World, full_name: str = "Агеева Нина Петровна", **values: Any) -> Person:
    """A person with a profile and an open chat."""
    with world.db() as db:
        teacher = make_teacher(db, full_name, **values)
        db.commit()
    return world.registered(teacher.id)


def planned(world: World, title: str = "Читаем и понимаем задачу", **values: Any) -> int:
    """The id of a published event at 14:00, six days ahead, at СОШ № 1; it was announced before."""
    with world.db() as db:
        host = make_organization(db, place="ул. Мира, 12")
        event = make_event(db, title, host_id=host.id, **values)
        db.add(ReminderRun(event_id=event.id, rule="new_event", version=0, ran_at=NOW))
        db.commit()
    return event.id


def changed(world: World, event_id: int, **values: Any) -> None:
    """An event as somebody else has changed it meanwhile."""
    with world.db() as db:
        event = db.get_one(Event, event_id)
        for name, value in values.items():
            setattr(event, name, value)
        db.commit()


def states(world: World, event_id: int) -> dict[str, RegistrationState]:
    """By given name, how the latest sign-up of each person stands."""
    with world.db() as db:
        rows = db.query(Registration, Teacher).join(Teacher).filter(Registration.event_id == event_id)
        return {teacher.given_name: row.state for row, teacher in rows.order_by(Registration.id)}
