"""A methodist and teachers of an invented network, for the tests of the desk."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Event, Registration, RegistrationState, Role, Subproject
from sandbox.person import Person
from tests.builders import add, make_organization, make_teacher
from tests.world import World

ANNOUNCEMENT = "Семинар «Читаем задачу» 7 октября 14:00, 4 часа, СОШ № 1, 35 мест, для учителей"


@dataclass
class Desk:
    """Татьяна and Марина are methodists, Нина and Сергей teachers; `ids` of teachers by first name."""

    world: World
    tatiana: Person
    marina: Person
    nina: Person
    sergey: Person
    ids: dict[str, int]

    def event(self, event_id: int | None = None) -> Event:
        """The newest event, read through another session."""
        with self.world.db() as db:
            if event_id is not None:
                return db.get_one(Event, event_id)
            return db.scalars(select(Event).order_by(Event.id.desc())).unique().all()[0]

    def events(self) -> int:
        with self.world.db() as db:
            return len(db.scalars(select(Event.id)).all())

    def state(self, name: str, event_id: int) -> RegistrationState:
        """The newest state of a person's sign-up."""
        with self.world.db() as db:
            return self._registrations(db, name, event_id)[-1].state

    def agreed(self, name: str, event_id: int) -> int:
        with self.world.db() as db:
            return self._registrations(db, name, event_id)[-1].agreed_version

    def _registrations(self, db: Session, name: str, event_id: int) -> list[Registration]:
        statement = select(Registration).where(
            Registration.event_id == event_id, Registration.teacher_id == self.ids[name]
        )
        return list(db.scalars(statement.order_by(Registration.id)).unique())

    async def publishes(self, text: str = ANNOUNCEMENT) -> int:
        """Татьяна announces an event; its id."""
        await self.tatiana.types("/new_event")
        await self.tatiana.types(text)
        await self.tatiana.presses("Опубликовать")
        await self.world.settle()
        return self.event().id

    async def signs_up(self, person: Person, title: str = "Читаем задачу") -> None:
        await person.types("Мероприятия")
        await person.presses(title)
        await person.presses("Записаться")


def open_desk(world: World) -> Desk:
    with world.db() as db:
        center = make_organization(db, "ИМЦ")
        first = make_organization(db, "СОШ № 1", place="г. Заречинск, ул. Мира, 12")
        eleventh = make_organization(db, "СОШ № 11")
        add(db, Subproject(code="meta", title="Учим учиться: метапредметные умения"))
        people = {
            "Татьяна": make_teacher(db, "Лугова Татьяна Сергеевна", center, role=Role.METHODIST),
            "Марина": make_teacher(db, "Чижова Марина Павловна", center, role=Role.METHODIST),
            "Нина": make_teacher(db, "Агеева Нина Петровна", first),
            "Сергей": make_teacher(db, "Жданов Сергей Михайлович", eleventh),
        }
        db.commit()
        ids = {name: teacher.id for name, teacher in people.items()}
    phones = {name: world.registered(teacher_id, name) for name, teacher_id in ids.items()}
    return Desk(world, phones["Татьяна"], phones["Марина"], phones["Нина"], phones["Сергей"], ids)
