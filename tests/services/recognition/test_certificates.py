"""Issue of certificates, their numbers and codes, and verification by them."""

import asyncio
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.database.engine import Database
from models import (
    Attendance,
    AttendanceSource,
    AttendanceState,
    Certificate,
    Event,
    EventFormat,
    Job,
    PointEntry,
    Teacher,
)
from services.attendance.closing import finalize_due
from services.recognition.certificates import certificate_number, issue, new_code
from services.recognition.verification import by_code, by_number, masked_name
from tests.builders import NOW, add, make_event, make_network, make_organization, make_teacher


def add_attendees(db: Session, event: Event, *names: str) -> list[Teacher]:
    people = [make_teacher(db, name) for name in names]
    for teacher in people:
        add(
            db,
            Attendance(
                event_id=event.id,
                teacher_id=teacher.id,
                state=AttendanceState.ATTENDED,
                source=AttendanceSource.ORGANIZER,
                marked_at=NOW,
            ),
        )
    return people


@pytest.mark.parametrize(
    ("pattern", "number"),
    [
        ("ИМЦ-{yy}-{seq:04d}", "ИМЦ-26-0041"),
        ("{yyyy}/{seq}", "2026/41"),
        ("{yy}-{seq:04d}", "26-0041"),
    ],
)
def test_the_number_follows_the_pattern(pattern: str, number: str) -> None:
    assert certificate_number(pattern, 2026, 41) == number


def test_codes_are_sixteen_characters_without_lookalikes() -> None:
    codes = {new_code() for _ in range(200)}
    assert len(codes) == 200
    assert all(re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{16}", code) for code in codes)


def test_numbers_follow_surnames_and_restart_each_calendar_year(db: Session) -> None:
    make_network(db)
    first, second = make_event(db, days=-1), make_event(db, "Зимний", days=-1)
    add_attendees(db, first, "Мухин Андрей Викторович", "Агеева Нина Петровна")
    add_attendees(db, second, "Зотова Ирина Львовна")
    assert [row.number for row in issue(db, first, NOW)] == ["ИМЦ-26-0001", "ИМЦ-26-0002"]
    # 31 December 2026 in UTC is already 1 January in the network's zone
    assert [row.number for row in issue(db, second, datetime(2026, 12, 31, 20, tzinfo=UTC))] == ["ИМЦ-27-0001"]


def test_an_existing_number_is_skipped(db: Session) -> None:
    make_network(db, certificate_pattern="А-{seq}")
    first, second = make_event(db, days=-1), make_event(db, "Второй", days=-1)
    add_attendees(db, first, "Агеева Нина Петровна")
    add_attendees(db, second, "Зотова Ирина Львовна")
    assert issue(db, first, NOW)[0].number == "А-1"
    make_network(db, certificate_pattern="А-{seq:01d}")
    assert issue(db, second, NOW)[0].number == "А-2"


def test_a_second_issue_adds_no_certificate(db: Session) -> None:
    make_network(db)
    event = make_event(db, days=-1)
    add_attendees(db, event, "Агеева Нина Петровна")
    assert len(issue(db, event, NOW)) == 1
    assert issue(db, event, NOW) == []
    assert db.scalar(select(func.count()).select_from(Job)) == 1


@pytest.mark.parametrize(
    ("values", "place"),
    [
        ({}, "СОШ № 1, г. Заречинск"),
        ({"format": EventFormat.HYBRID}, "СОШ № 1, г. Заречинск"),
        ({"format": EventFormat.ONLINE}, ""),
    ],
)
def test_the_certificate_names_the_place_of_the_host(db: Session, values: dict[str, Any], place: str) -> None:
    make_network(db)
    event = make_event(db, days=-1, host=make_organization(db, locality="г. Заречинск"), **values)
    add_attendees(db, event, "Агеева Нина Петровна")
    assert issue(db, event, NOW)[0].place == place


@pytest.fixture
def certificate(db: Session) -> Certificate:
    make_network(db)
    event = make_event(db, days=-1)
    add_attendees(db, event, "Бортникова Елена Юрьевна")
    return issue(db, event, NOW)[0]


def test_a_code_is_found_however_it_is_typed(db: Session, certificate: Certificate) -> None:
    code = certificate.code = "7QK2M9XB4T1C80PN"
    db.flush()
    for typed in (code, code.lower(), "7QK2-M9XB-4T1C-80PN", "7qk2 m9xb 4tic 8opn", "7QK2M9XB4TLC8OPN"):
        found = by_code(db, typed)
        assert found is not None, typed
        assert found.name == "Бортникова Елена Юрьевна"


@pytest.mark.usefixtures("certificate")
@pytest.mark.parametrize("typed", ["", "7QK2", "7QK2M9XB4T1C80PN0", "' OR 1=1 --     ", "\x00" * 16])
def test_an_unknown_code_finds_nothing(db: Session, typed: str) -> None:
    assert by_code(db, typed) is None


@pytest.mark.usefixtures("certificate")
def test_a_number_finds_a_masked_name(db: Session) -> None:
    for typed in ("ИМЦ-26-0001", "имц-26-0001", "№ ИМЦ-26-0001", "ИМЦ–26–0001"):
        found = by_number(db, typed)
        assert found is not None, typed
        assert found.name == "Бортникова Е. Ю."
    assert by_number(db, "") is None
    assert by_number(db, "И" * 1000) is None


@pytest.mark.parametrize(
    ("full", "masked"),
    [
        ("Бортникова Елена Юрьевна", "Бортникова Е. Ю."),
        ("Ли Анна", "Ли А."),
        ("Мамедов Эльдар Расим оглы", "Мамедов Э. Р. о."),
    ],
)
def test_masked_names_keep_the_surname_and_initials(full: str, masked: str) -> None:
    assert masked_name(full) == masked


async def test_two_processes_finalize_one_event_once(postgres_with_tables: str) -> None:
    """On PostgreSQL writers run side by side, and the row of the event is the lock."""
    first, second = Database(postgres_with_tables), Database(postgres_with_tables)
    await first.run(_closed_events)
    later = NOW + timedelta(hours=2)
    await asyncio.gather(*(database.run(finalize_due, later) for database in (first, second, first, second)))
    points, numbers = await first.run(_entries_and_numbers)
    await first.close()
    await second.close()
    assert points == 6
    assert numbers == [f"ИМЦ-26-{seq:04d}" for seq in range(1, 7)]


def _closed_events(db: Session) -> None:
    make_network(db)
    for number in range(3):
        event = make_event(db, f"Семинар {number}", days=-1, attendance_closed_at=NOW)
        add_attendees(db, event, f"Агеева Нина {number}", f"Зотова Ирина {number}")


def _entries_and_numbers(db: Session) -> tuple[int, list[str]]:
    points = db.scalar(select(func.count()).select_from(PointEntry)) or 0
    return points, list(db.scalars(select(Certificate.number).order_by(Certificate.number)))
