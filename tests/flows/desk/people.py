"""Two methodists and two teachers of an invented network, with what they do at the desk."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Event, Registration, RegistrationState, Role, Subproject
from sandbox.person import Person
from tests.builders import add, make_organization, make_teacher
from tests.world import World

TITLE = "Читаем задачу"
ANNOUNCEMENT = f"Семинар «{TITLE}» 7 октября 14:00, 4 часа, СОШ № 1, 35 мест, для учителей"
TODAY = f"Семинар «{TITLE}» 1 октября 14:00, 2 часа, СОШ № 1"
ONE_SEAT = f"Семинар «{TITLE}» 7 октября 14:00, 4 часа, СОШ № 1, 1 место"
LATE_EVENING = datetime(2026, 10, 1, 17, 30, tzinfo=UTC)
"""22:30 in the network's zone, in quiet hours."""


@dataclass
class Desk:
    """Татьяна and Марина are methodists, Нина and Сергей teachers; `ids` of teachers by given name."""

    world: World
    tatiana: Person
    marina: Person
    nina: Person
    sergey: Person
    ids: dict[str, int]

    # Actions

    async def announces(self, text: str = ANNOUNCEMENT) -> None:
        """Татьяна describes a new event."""
        await self.tatiana.types("/new_event")
        await self.tatiana.types(text)

    async def publishes(self, text: str = ANNOUNCEMENT) -> int:
        """Татьяна announces and publishes an event; return its id."""
        await self.announces(text)
        await self.tatiana.presses("Опубликовать")
        await self.world.settle()
        return self.event().id

    async def manages(self, *labels: str, title: str = TITLE, by: Person | None = None) -> None:
        """Open an event of Татьяна, or `by` somebody one of the list of all events, and press these buttons in turn."""
        person = by or self.tatiana
        await person.types("/manage")
        if by is not None:
            await person.presses("Все")
        for label in (title, *labels):
            await person.presses(label)

    async def changes(self, field: str, answer: str) -> None:
        """Татьяна types a new value for a field of the published event."""
        await self.manages("Изменить", field)
        await self.tatiana.types(answer)

    async def moves(self, answer: str, *, by: Person | None = None) -> None:
        """Move the event and confirm; without participants the bot asks for no confirmation."""
        person = by or self.tatiana
        await self.manages("Перенести", by=by)
        await person.types(answer)
        if "Да, перенести" in person.labels:
            await person.presses("Да, перенести")
        await self.world.settle()

    async def cancels(self, reason: str = "Заболел ведущий", *, by: Person | None = None) -> None:
        person = by or self.tatiana
        await self.manages("Отменить", by=by)
        await person.types(reason)
        await person.presses("Да, отменить")
        await self.world.settle()

    async def signs_up(self, person: Person, title: str = TITLE) -> None:
        await person.types("Мероприятия")
        await person.presses(title)
        await person.presses("Записаться")

    async def joins_waiting_list(self, person: Person, title: str = TITLE) -> None:
        await person.types("Мероприятия")
        await person.presses(title)
        await person.presses("В лист ожидания")

    # Stored rows, read through another session

    def event(self, event_id: int | None = None) -> Event:
        """Return the event with this id, by default the newest one."""
        with self.world.db() as db:
            if event_id is not None:
                return db.get_one(Event, event_id)
            return db.scalars(select(Event).order_by(Event.id.desc())).unique().all()[0]

    def event_count(self) -> int:
        with self.world.db() as db:
            return len(db.scalars(select(Event.id)).all())

    def registration_state(self, name: str, event_id: int) -> RegistrationState:
        """Return the state of a person's newest registration."""
        with self.world.db() as db:
            return self._registrations(db, name, event_id)[-1].state

    def agreed_version(self, name: str, event_id: int) -> int:
        with self.world.db() as db:
            return self._registrations(db, name, event_id)[-1].agreed_version

    def _registrations(self, db: Session, name: str, event_id: int) -> list[Registration]:
        statement = select(Registration).where(
            Registration.event_id == event_id, Registration.teacher_id == self.ids[name]
        )
        return list(db.scalars(statement.order_by(Registration.id)).unique())


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
