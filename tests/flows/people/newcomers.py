"""Steps of a first visit, for the flows that begin with it."""

from sqlalchemy import select

from models import Account, Teacher
from sandbox.person import Person
from tests.world import World


async def consented(world: World, name: str = "Ирина") -> Person:
    """Return a person who has given consent and is asked for a name."""
    person = world.person(name)
    await person.types("/start")
    await person.presses("Начать")
    await person.presses("Согласен(на)")
    return person


async def newly_registered(world: World, full_name: str, school: str = "СОШ № 5") -> Person:
    person = await consented(world, full_name.split()[1])
    await person.types(full_name)
    await person.types(school)
    await person.presses("учитель")
    await person.presses("Пропустить")
    return person


def teacher_of(world: World, person: Person) -> Teacher | None:
    with world.db() as db:
        return db.scalars(select(Account).where(Account.external_id == person.id)).unique().one().teacher


def chat_text(person: Person) -> str:
    return "\n".join(message.text for message in person.chat)
