"""Every screen that presses lead to stands within Telegram's limits when all names are as long as they may be."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from models import (
    Account,
    Attendance,
    AttendanceSource,
    AttendanceState,
    Event,
    EventFormat,
    EventRole,
    EventState,
    Organization,
    ParticipationRole,
    Post,
    Registration,
    RegistrationState,
    Role,
    Subproject,
    Teacher,
)
from sandbox.person import Person
from screens.texts import LANGUAGES
from services.subjects import SUBJECTS
from tests.builders import NOW, add, make_event, make_network, make_organization, make_teacher
from tests.world import World

TITLE = ("Читаем & понимаем <задачу>: «работа» с текстом " * 10)[:299] + "&"
WORDS = ("Щука & <b>ёрш</b> " * 300)[:3000]
LONGEST_NAME = " ".join(("Ы" * 100, "Ж" * 100, "Щ" * 98))
STATUSES = ["federal_innovation", "pedagogic_experimental", "reference", "leader", "low_results", "network_site"]
COMMANDS = ("/start", "/events", "/my", "/card", "/certificates", "/profile", "/help", "/check 1")
STAFF_COMMANDS = (*COMMANDS, "/manage", "/new_event", "/invite", "mev:1", "att:1:0", "parts:1:0")
ENDING = re.compile(r"(wdraw|drop|cancel|unsign):|leave$|lang:|go:lang")
"""What would end the walk: seats, drafts and events given up, another language."""


def long_event(db: Session, days: int, **values: Any) -> Event:
    return make_event(db, TITLE, days=days, hours=7.5, place="&" * 300, note=WORDS, link="https://e.org/" + "a" * 480,
                      format=EventFormat.HYBRID, capacity=values.pop("capacity", 999), **values)  # fmt: skip


def sits(db: Session, event: Event, teacher: Teacher, state: RegistrationState, **values: Any) -> None:
    add(
        db,
        Registration(
            event_id=event.id, teacher_id=teacher.id, state=state, created_at=NOW - timedelta(days=1), **values
        ),
    )
    event.taken += state is not RegistrationState.WAITLISTED


def fill(db: Session) -> tuple[int, int]:
    """Everything as long as the columns take it; the ids of the teacher and the methodist."""
    network = make_network(db, title=TITLE, token_title="Щ" * 64)
    schools = [make_organization(db, f"{number:02}" + "<" * 118, title=TITLE, place="&" * 300) for number in range(14)]
    network.coordinator_id = schools[0].id
    subproject = add(db, Subproject(code="long", title=TITLE))
    long: dict[str, Any] = {"post": Post.OTHER, "post_title": "Ф" * 200, "subjects": list(SUBJECTS)}
    teacher = make_teacher(db, LONGEST_NAME, schools[0], **long)
    methodist = make_teacher(db, LONGEST_NAME.replace("Ы", "Ъ"), schools[1], role=Role.METHODIST, **long)
    others = [make_teacher(db, LONGEST_NAME.replace("Щ", letter), schools[2], **long) for letter in "АБВГДЕЖЗИК"]
    told = {"host": schools[0], "subproject": subproject, "responsible": methodist}
    everybody = {"posts": list(Post), "subjects": list(SUBJECTS), "org_statuses": STATUSES}
    everything = {**told, **everybody}
    now_on = long_event(db, 0, starts=[datetime(2026, 10, 1, 9, 30)], **told)  # noqa: DTZ001 - a wall time has no zone
    for person in (teacher, *others):
        sits(db, now_on, person, RegistrationState.CONFIRMED, confirmed_at=NOW)
        for role in ParticipationRole:
            add(db, EventRole(event_id=now_on.id, teacher_id=person.id, role=role, topic=TITLE))
    sits(db, long_event(db, 5, **everything), teacher, RegistrationState.CONFIRMED, confirmed_at=NOW)
    offered = long_event(db, 5, capacity=1, **everything)
    sits(
        db,
        offered,
        teacher,
        RegistrationState.OFFERED,
        queued_at=NOW - timedelta(hours=1),
        offer_expires_at=NOW + timedelta(hours=12),
    )
    sits(db, offered, others[0], RegistrationState.WAITLISTED, queued_at=NOW)
    full = long_event(db, 5, capacity=1, **everything)
    sits(db, full, others[0], RegistrationState.CONFIRMED, confirmed_at=NOW)
    sits(db, full, teacher, RegistrationState.WAITLISTED, queued_at=NOW)
    sits(db, long_event(db, 6, capacity=1, **told), others[0], RegistrationState.CONFIRMED, confirmed_at=NOW)
    long_event(db, 6, **told)
    long_event(db, 7, **everything)
    long_event(db, 8, state=EventState.DRAFT, published_at=None, **told)
    long_event(db, 9, state=EventState.CANCELLED, cancelled_at=NOW, cancel_reason="&" * 500, **everything)
    past = long_event(db, -2, attendance_closed_at=NOW - timedelta(hours=2), **told)
    for person in (teacher, others[0]):
        sits(db, past, person, RegistrationState.CONFIRMED, confirmed_at=NOW)
        came = {"state": AttendanceState.ATTENDED, "source": AttendanceSource.ORGANIZER, "marked_at": NOW}
        add(db, Attendance(event_id=past.id, teacher_id=person.id, **came))
    db.commit()
    return teacher.id, methodist.id


async def walk(world: World, person: Person, commands: tuple[str, ...], *, most: int) -> set[str]:
    """Press whatever comes in sight, at most `most` buttons that differ in their last number; the kinds pressed."""
    pressed: set[str] = set()
    kinds: dict[str, int] = {}
    for command in commands:
        await (person.presses_data(1, command) if ":" in command else person.types(command))
        waiting = data_in(person)
        while waiting:
            data = waiting.pop(0)
            kind = re.sub(r"(?<=:)\d+$", "*", data)
            if data in pressed or ENDING.match(data) or kinds.get(kind, 0) >= most:
                continue
            pressed.add(data)
            kinds[kind] = kinds.get(kind, 0) + 1
            await person.presses_data(person.screen.message_id, data)
            waiting = data_in(person) + waiting
            assert world.violations() == [], f"after {data}"
    return {data.partition(":")[0] for data in pressed}


def data_in(person: Person) -> list[str]:
    """The wishes of the buttons that the last action has shown."""
    shown = [message for message in person.chat if message.from_bot and message.revision > person.acted_at]
    buttons = [button for message in shown for row in message.keys for button in row]
    return [str(button["callback_data"]) for button in buttons if "callback_data" in button]


def speaks(world: World, person: Person, language: str) -> None:
    with world.db() as db:
        db.query(Account).filter(Account.external_id == person.id).one().language = language
        db.commit()


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_screen_of_a_teacher_fits(world: World, language: str) -> None:
    with world.db() as db:
        teacher, _ = fill(db)
    person = world.registered(teacher)
    speaks(world, person, language)
    await world.settle()
    kinds = await walk(world, person, COMMANDS, most=12)
    assert {"ev", "sign", "queue", "offer", "share", "ics", "ask", "cert", "certx", "prof", "org"} <= kinds
    for hours in (30, 90, 20, 8):
        await world.advance(hours=hours)
    await walk(world, person, ("/my", "/certificates"), most=12)
    assert world.violations() == []


async def test_every_screen_of_a_methodist_fits(world: World) -> None:
    """In Russian, the longer of the two."""
    with world.db() as db:
        teacher, methodist = fill(db)
    person, asker = world.registered(methodist), world.registered(teacher)
    await world.settle()
    await asker.presses_data(1, "ask:5")
    await asker.types("Ё" * 999 + "&")
    kinds = await walk(world, person, STAFF_COMMANDS, most=1)
    assert {"mev", "chg", "set", "att", "row", "parts", "write", "inv", "mrk", "role"} <= kinds
    await person.types("/manage")
    assert world.violations() == []


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_question_of_a_newcomer_fits(world: World, language: str) -> None:
    with world.db() as db:
        fill(db)
        known = db.query(Organization).first()
        assert known is not None
    person = world.person("Ирина")
    await person.types("/start")
    if language == "en":
        await person.presses("English")
    await walk(world, person, ("/events", "/help", "/start v_nothing"), most=12)
    for data in ("go:about", "go:consent", "go:ctext", "cons:1:1"):
        await person.presses_data(person.screen.message_id, data)
    for text in ("Щ" * 4096, LONGEST_NAME, "&" * 4096, "<" * 118):
        await person.types(text)
    await person.presses_data(person.screen.message_id, "orgno")
    await person.types("&" * 290 + "Школа & <b>")
    await person.types("Ж" * 4096)
    await person.presses_data(person.screen.message_id, "post:other")
    await person.types("<b>" * 30 + "Тьютор")
    await person.presses_data(person.screen.message_id, "subjok")
    assert "Ж" * 100 in "\n".join(message.text for message in person.chat)
    assert world.violations() == []
