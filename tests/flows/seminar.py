"""A seminar on Wednesday 7 October, 14:00-18:00, with its organizer and three teachers, two of them signed up."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select

from models import Attendance, Certificate, Event, Role
from sandbox.person import Person
from tests.builders import (
    POINT_POLICY,
    POINT_RULES,
    ZONE,
    make_event,
    make_network,
    make_organization,
    make_registration,
    make_teacher,
)
from tests.world import World

STARTS = datetime(2026, 10, 7, 9, 0, tzinfo=UTC)
ENDS = STARTS + timedelta(hours=4)
TITLE = "Читаем и понимаем задачу"


@dataclass
class Seminar:
    """`event` is the event's id; Татьяна is the organizer, Нина and Елена are signed up, Павел is not."""

    world: World
    event: int
    tatiana: Person
    nina: Person
    elena: Person
    pavel: Person
    ids: dict[str, int]

    async def advance_to(self, moment: datetime) -> None:
        await self.world.advance_to(moment)

    async def opens_attendance(self) -> None:
        """The organizer opens «Отметка»."""
        await self.tatiana.types("/manage")
        await self.tatiana.presses(TITLE)
        await self.tatiana.presses("Отметка")

    async def makes_code_word(self) -> str:
        """The organizer asks for a code word; return it."""
        await self.opens_attendance()
        await self.tatiana.presses("Кодовое слово")
        with self.world.db() as db:
            word = db.get_one(Event, self.event).meetings[0].code_word
        assert word is not None
        assert f"Кодовое слово: {word}" in self.tatiana.screen.text
        return word

    async def closes_attendance(self) -> None:
        await self.opens_attendance()
        await self.tatiana.presses("Закрыть отметку")
        await self.tatiana.presses("Да, закрыть")

    async def finishes_with_everybody_present(self) -> None:
        """At the end the organizer marks all and closes the attendance; then the hour for reopening passes."""
        await self.advance_to(ENDS)
        await self.opens_attendance()
        await self.tatiana.presses("Отметить всех")
        await self.closes_attendance()
        await self.advance_to(ENDS + timedelta(minutes=61))

    def certificate(self, name: str) -> Certificate:
        with self.world.db() as db:
            return db.scalars(select(Certificate).where(Certificate.teacher_id == self.ids[name])).one()

    def mark(self, name: str) -> Attendance | None:
        """Return a person's mark of presence, read through another session."""
        with self.world.db() as db:
            return db.scalar(
                select(Attendance).where(Attendance.event_id == self.event, Attendance.teacher_id == self.ids[name])
            )


async def open_seminar(world: World, **values: Any) -> Seminar:
    with world.db() as db:
        centre = make_organization(
            db,
            "ИМЦ",
            title="МБУ ДПО «Информационно-методический центр»",
            place="г. Заречинск, ул. Школьная, 4",
            signer_post="Директор МБУ ДПО «ИМЦ»",
            signer_name="О. В. Вересова",
        )
        make_network(
            db,
            coordinator_id=centre.id,
            certificate_pattern="ИМЦ-{yy}-{seq:04d}",
            point_rules=POINT_RULES,
            point_policy=POINT_POLICY,
        )
        school = make_organization(db, "СОШ № 1", locality="г. Заречинск")
        gymnasium = make_organization(db, "Гимназия № 3")
        people = {
            "tatiana": make_teacher(db, "Лугова Татьяна Сергеевна", centre, role=Role.METHODIST),
            "nina": make_teacher(db, "Агеева Нина Петровна", school),
            "elena": make_teacher(db, "Бортникова Елена Юрьевна", school),
            "pavel": make_teacher(db, "Гладышев Павел Олегович", gymnasium),
        }
        event = make_event(db, TITLE, host=school, responsible=people["tatiana"], zone=ZONE, **values)
        make_registration(db, event, people["nina"])
        make_registration(db, event, people["elena"])
        db.commit()
        event_id, ids = event.id, {name: row.id for name, row in people.items()}
    persons = {name: world.registered(row_id) for name, row_id in ids.items()}
    await world.settle()
    return Seminar(world, event_id, ids=ids, **persons)
