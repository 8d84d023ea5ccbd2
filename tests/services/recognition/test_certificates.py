"""Issue of certificates, their numbers and codes, and verification by them."""

import asyncio
import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.database.engine import Database
from models import (
    Certificate,
    Event,
    EventFormat,
    Job,
    PointEntry,
    Teacher,
)
from screens.recognition.certificates import certificate_paper
from screens.texts import Say
from services.attendance.closing import finalize_due
from services.recognition.certificates import CertificateJob, certificate_number, issue, new_code, paper
from services.recognition.verification import by_code, by_number, masked_name
from tests.builders import (
    NOW,
    make_attendance,
    make_certificate,
    make_event,
    make_network,
    make_organization,
    make_teacher,
)


def add_attendees(db: Session, event: Event, *names: str) -> list[Teacher]:
    people = [make_teacher(db, name) for name in names]
    for teacher in people:
        make_attendance(db, event.id, teacher.id)
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


def test_the_certificate_keeps_its_issuer_signer_and_order(db: Session) -> None:
    center = make_organization(db, "ИМЦ", title="МБУ «ИМЦ»", signer_post="Директор", signer_name="О. В. Вересова")
    make_network(db, coordinator_id=center.id)
    host = make_organization(db, title="МАОУ «СОШ № 1»", signer_post="Завуч", signer_name="И. П. Серова")
    event = make_event(db, days=-1, issuer=host, order_number="12-од", order_date=date(2026, 9, 1))
    add_attendees(db, event, "Агеева Нина Петровна")
    issued = issue(db, event, NOW)[0]
    event.issuer, event.order_number, host.signer_name = None, "13", "Другой подписант"
    db.flush()
    printed = paper(db, CertificateJob(issued.id))
    assert printed is not None
    words = certificate_paper(Say("ru"), printed)
    assert (words.issuer, words.signer_post, words.signer_name) == ("МАОУ «СОШ № 1»", "Завуч", "И. П. Серова")
    assert words.ground == "на основании приказа № 12-од от 01.09.2026"
    found = by_code(db, issued.code)
    assert found is not None
    assert found.issuer == "МАОУ «СОШ № 1»"


def test_a_certificate_of_an_earlier_version_prints_as_before(db: Session) -> None:
    center = make_organization(db, "ИМЦ", title="МБУ «ИМЦ»", signer_post="Директор", signer_name="О. В. Вересова")
    make_network(db, coordinator_id=center.id)
    event = make_event(db, days=-1)
    old = make_certificate(db, make_teacher(db, "Агеева Нина Петровна"), event)
    printed = paper(db, CertificateJob(old.id))
    assert printed is not None
    words = certificate_paper(Say("ru"), printed)
    assert (words.issuer, words.signer_name, words.ground) == ("МБУ «ИМЦ»", "О. В. Вересова", "")
    assert (words.statement, words.event) == ("принял(а) участие в семинаре", "«Читаем и понимаем задачу»")


def test_the_certificate_names_the_form_in_the_words_of_its_organizer(db: Session) -> None:
    make_network(db)
    event = make_event(db, days=-1, form="meeting", form_title="заседание РМО")
    add_attendees(db, event, "Агеева Нина Петровна")
    issued = issue(db, event, NOW)[0]
    event.form_title = "методсовет"
    db.flush()
    printed = paper(db, CertificateJob(issued.id))
    assert printed is not None
    words = certificate_paper(Say("ru"), printed)
    assert words.statement == "принял(а) участие в мероприятии"
    assert words.event == "заседание РМО «Читаем и понимаем задачу»"


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
