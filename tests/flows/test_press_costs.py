"""A press costs a fixed number of statements, whatever the network has grown to."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, event

from models import OrgStatus, OrgStatusKind
from sandbox.person import Person
from tests.builders import NOW, make_event, make_organization, make_teacher
from tests.flows.network_people import add_event, add_person
from tests.world import World

STATUS = OrgStatusKind.NETWORK_SITE


class Cost:
    """Statements of the one transaction that stores, works and answers a press, and those that mark its answer.

    BEGIN counts as a statement.
    """

    def __init__(self) -> None:
        self._transactions: list[list[str]] = []

    def note_begin(self, _connection: Connection) -> None:
        self._transactions.append(["BEGIN"])

    def note(self, _connection: Connection, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith("BEGIN"):
            self._transactions[-1].append(statement)

    @property
    def statements(self) -> int:
        begun = [found for found in self._transactions if len(found) > 1]
        (press,) = (found for found in begun if "INSERT INTO inbox" in found[1])
        marks = [found for found in begun if found[1].startswith("UPDATE outbox SET payload")]
        return len(press) + sum(one.startswith(("BEGIN", "UPDATE")) for mark in marks for one in mark)


@contextmanager
def cost() -> Iterator[Cost]:
    counted = Cost()
    event.listen(Engine, "begin", counted.note_begin)
    event.listen(Engine, "before_cursor_execute", counted.note)
    yield counted
    event.remove(Engine, "begin", counted.note_begin)
    event.remove(Engine, "before_cursor_execute", counted.note)


async def typing(person: Person, text: str) -> int:
    with cost() as counted:
        await person.types(text)
    return counted.statements


async def pressing(person: Person, label: str) -> int:
    with cost() as counted:
        await person.presses(label)
    return counted.statements


async def test_what_people_do_most_costs_few_statements(world: World) -> None:
    """Eight of them find the person and are the way of a press, which is two transactions: the update, the newest
    message, the person with the form, the answer; its mark and the chat's newest message.
    A card asks for its speakers."""
    nina, _event = add_person(world), add_event(world, capacity=35)
    assert await typing(nina, "/start") <= 8
    assert await typing(nina, "Мероприятия") <= 10
    assert await pressing(nina, "Читаем и понимаем") <= 13
    assert await pressing(nina, "Записаться") <= 15
    assert await typing(nina, "Моя карта") <= 10
    assert await typing(nina, "Мои записи") <= 10
    assert await typing(nina, "Сертификаты") <= 10
    assert await typing(nina, "Профиль") <= 9
    assert await typing(nina, "Помощь") <= 8
    assert await typing(nina, "привет") <= 10
    assert await typing(nina, "много разных слов") <= 8


async def test_lists_and_cards_cost_no_more_among_many_events(world: World) -> None:
    """Only events for schools with a status cost a statement more: their number does not."""
    with world.db() as db:
        school = make_organization(db)
        db.add(OrgStatus(organization_id=school.id, kind=STATUS, since=NOW.date()))
        teacher = make_teacher(db, "Агеева Нина Петровна", school)
        for day in range(60):
            make_event(db, f"Встреча {day}", days=1 + day, org_statuses=[STATUS.value] if day % 2 else [])
        make_event(db, "Для библиотекарей", days=2, posts=["librarian"])
        db.commit()
    nina = world.registered(teacher.id)
    assert await typing(nina, "Мероприятия") <= 12
    assert await pressing(nina, "Все") <= 11
    assert await pressing(nina, "Для библиотекарей") <= 15
    await nina.types("Мероприятия")
    assert await pressing(nina, "Встреча 1") <= 14
