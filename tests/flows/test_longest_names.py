"""Every screen reached by presses fits Telegram's limits when all names are as long as the columns allow."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from models import (
    Account,
    Event,
    EventFormat,
    EventRole,
    EventState,
    ParticipationRole,
    Post,
    RegistrationState,
    Role,
    Subproject,
)
from sandbox.person import Person
from screens.texts import LANGUAGES
from services.subjects import SUBJECTS
from tests.builders import (
    NOW,
    add,
    make_attendance,
    make_event,
    make_network,
    make_organization,
    make_registration,
    make_teacher,
)
from tests.world import World

TITLE = ("Читаем & понимаем <задачу>: «работа» с текстом " * 10)[:299] + "&"
WORDS = ("Щука & <b>ёрш</b> " * 300)[:3000]
LONGEST_NAME = " ".join(("Ы" * 100, "Ж" * 100, "Щ" * 98))
STATUSES = ["federal_innovation", "pedagogic_experimental", "reference", "leader", "low_results", "network_site"]
COMMANDS = ("/start", "/events", "/my", "/card", "/certificates", "/profile", "/help", "/check 1")
STAFF_COMMANDS = (*COMMANDS, "/manage", "/new_event", "/invite", "mev:1", "att:1:0", "parts:1:0")
DESTRUCTIVE = re.compile(r"(wdraw|drop|cancel|unsign):|leave$|lang:|go:lang")
"""Presses that would end the walk: they give up seats, drafts and events or change the language."""


def long_event(db: Session, days: int, **values: Any) -> Event:
    return make_event(db, TITLE, days=days, hours=7.5, form_title="ф" * 80, place="&" * 300, note=WORDS,
                      link="https://e.org/" + "a" * 480, format=EventFormat.HYBRID,
                      capacity=values.pop("capacity", 999), **values)  # fmt: skip


def fill_network(db: Session) -> tuple[int, int]:
    """Fill the network with values as long as the columns take; return the ids of a teacher and a methodist."""
    network = make_network(db, title=TITLE, token_title="Щ" * 64)
    schools = [make_organization(db, f"{number:02}" + "<" * 118, title=TITLE, place="&" * 300) for number in range(14)]
    network.coordinator_id = schools[0].id
    subproject = add(db, Subproject(code="long", title=TITLE))
    long: dict[str, Any] = {"post": Post.OTHER, "post_title": "Ф" * 200, "subjects": list(SUBJECTS)}
    teacher = make_teacher(db, LONGEST_NAME, schools[0], **long)
    methodist = make_teacher(db, LONGEST_NAME.replace("Ы", "Ъ"), schools[1], role=Role.METHODIST, **long)
    others = [make_teacher(db, LONGEST_NAME.replace("Щ", letter), schools[2], **long) for letter in "АБВГДЕЖЗИК"]
    shown = {"host": schools[0], "subproject": subproject, "responsible": methodist}
    audience = {"posts": list(Post), "subjects": list(SUBJECTS), "org_statuses": STATUSES}
    everything = {**shown, **audience}
    running = long_event(db, 0, starts=[datetime(2026, 10, 1, 9, 30)], **shown)  # noqa: DTZ001 - a wall time has no zone
    for person in (teacher, *others):
        make_registration(db, running, person, RegistrationState.CONFIRMED)
        for role in ParticipationRole:
            add(db, EventRole(event_id=running.id, teacher_id=person.id, role=role, topic=TITLE))
    make_registration(db, long_event(db, 5, **everything), teacher, RegistrationState.CONFIRMED)
    offered = long_event(db, 5, capacity=1, **everything)
    make_registration(
        db,
        offered,
        teacher,
        RegistrationState.OFFERED,
        created_at=NOW - timedelta(hours=1),
        queued_at=NOW - timedelta(hours=1),
        offer_expires_at=NOW + timedelta(hours=12),
    )
    make_registration(db, offered, others[0], RegistrationState.WAITLISTED, queued_at=NOW)
    full = long_event(db, 5, capacity=1, **everything)
    make_registration(db, full, others[0], RegistrationState.CONFIRMED)
    make_registration(db, full, teacher, RegistrationState.WAITLISTED, queued_at=NOW)
    make_registration(db, long_event(db, 6, capacity=1, **shown), others[0], RegistrationState.CONFIRMED)
    long_event(db, 6, **shown)
    long_event(db, 7, **everything)
    long_event(db, 8, state=EventState.DRAFT, published_at=None, **shown)
    long_event(db, 9, state=EventState.CANCELLED, cancelled_at=NOW, cancel_reason="&" * 500, **everything)
    past = long_event(db, -2, attendance_closed_at=NOW - timedelta(hours=2), **shown)
    for person in (teacher, others[0]):
        make_registration(db, past, person, RegistrationState.CONFIRMED)
        make_attendance(db, past.id, person.id)
    db.commit()
    return teacher.id, methodist.id


async def walk(world: World, person: Person, commands: tuple[str, ...], *, most: int) -> set[str]:
    """Press every button that appears, at most `most` that differ only in the last number; return their prefixes."""
    pressed: set[str] = set()
    kinds: dict[str, int] = {}
    for command in commands:
        await (person.presses_data(1, command) if ":" in command else person.types(command))
        waiting = new_button_data(person)
        while waiting:
            data = waiting.pop(0)
            kind = re.sub(r"(?<=:)\d+$", "*", data)
            if data in pressed or DESTRUCTIVE.match(data) or kinds.get(kind, 0) >= most:
                continue
            pressed.add(data)
            kinds[kind] = kinds.get(kind, 0) + 1
            await person.presses_data(person.screen.message_id, data)
            waiting = new_button_data(person) + waiting
            assert world.violations() == [], f"after {data}"
    return {data.partition(":")[0] for data in pressed}


def new_button_data(person: Person) -> list[str]:
    """Return the data of the buttons shown since the last action."""
    fresh = [message for message in person.chat if message.from_bot and message.revision > person.acted_at]
    buttons = [button for message in fresh for row in message.keys for button in row]
    return [str(button["callback_data"]) for button in buttons if "callback_data" in button]


def set_language(world: World, person: Person, language: str) -> None:
    with world.db() as db:
        db.query(Account).filter(Account.external_id == person.id).one().language = language
        db.commit()


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_screen_of_a_teacher_fits(world: World, language: str) -> None:
    with world.db() as db:
        teacher, _ = fill_network(db)
    person = world.registered(teacher)
    set_language(world, person, language)
    await world.settle()
    kinds = await walk(world, person, COMMANDS, most=12)
    assert {"ev", "sign", "queue", "offer", "share", "ics", "ask", "cert", "certx", "prof", "org"} <= kinds
    for hours in (30, 90, 20, 8):
        await world.advance(hours=hours)
    await walk(world, person, ("/my", "/certificates"), most=12)
    assert world.violations() == []


async def test_every_screen_of_a_methodist_fits(world: World) -> None:
    """Walk in Russian only: its texts are the longer ones."""
    with world.db() as db:
        teacher, methodist = fill_network(db)
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
        fill_network(db)
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
    await person.types("Ж" * 4096)
    await person.types("&" * 289 + "Школа & <b>")
    await person.presses_data(person.screen.message_id, "post:other")
    await person.types("<b>" * 30 + "Тьютор")
    await person.presses_data(person.screen.message_id, "subjok")
    await person.types("/profile")
    assert "Ж" + "ж" * 99 in person.screen.text
    assert world.violations() == []
