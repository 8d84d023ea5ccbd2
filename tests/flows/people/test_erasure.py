"""A withdrawal of consent leaves no personal data in the database's files."""

import sqlite3

from tests.flows.desk.people import Desk
from tests.flows.network_people import withdraws_consent
from tests.flows.people.newcomers import newly_registered
from tests.world import World


async def test_no_file_of_the_database_holds_the_name_after_a_withdrawal(world: World, desk: Desk) -> None:
    await desk.publishes()
    nadezhda = await newly_registered(world, "Хохломская Надежда Вавиловна", "СОШ № 11")
    await desk.signs_up(nadezhda)
    await nadezhda.types("/my")
    await nadezhda.presses("Читаем задачу")
    await nadezhda.presses("Вопрос организатору")
    await nadezhda.types("Можно ли с вышивкой?")
    await desk.tatiana.presses("Ответить")
    await desk.tatiana.types("Конечно, Хохломская!")
    await desk.tatiana.types("/manage")
    await desk.tatiana.presses("Читаем задачу")
    await desk.tatiana.presses("Участники")
    assert "Хохломская" in desk.tatiana.screen.text
    words = ("Хохломская", "хохломская", "вышивкой")
    assert traces(world, *words) == list(words)
    await withdraws_consent(nadezhda)
    await world.settle()

    assert traces(world, *words) == []


def traces(world: World, *words: str) -> list[str]:
    """Return the words found in the bytes of the database's files, as they are or escaped as in JSON.

    The write-ahead log is merged into the database first.
    """
    file = world.app.database.file
    assert file is not None
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    stored = b"".join(path.read_bytes() for path in sorted(file.parent.glob(f"{file.name}*")))
    escaped = {word: word.encode("unicode_escape") for word in words}
    return [word for word in words if word.encode() in stored or escaped[word] in stored]
