"""Screens of attendance, cards and certificates stay within Telegram's limits; their papers within theirs."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from pypdf import PdfReader

from documents.card import card_pdf
from documents.certificate import certificate_pdf
from documents.renderer import PdfRenderer
from models import (
    AttendanceState,
    Certificate,
    CertificateState,
    Event,
    EventForm,
    EventLevel,
    Network,
    Organization,
    OrganizationKind,
    ParticipationRole,
    PointEntry,
    Post,
    Teacher,
)
from screens.attendance import closing, code_word, sheet, walk_ins
from screens.correspondence import certificate_mistakes
from screens.recognition import card, certificates, verification
from screens.screen import Screen
from screens.texts import LANGUAGES, Say
from services.attendance.code_word import CodeAttempt, CodeResult
from services.attendance.sheet import OpenedRow, Row, Sheet
from services.paging import Page
from services.recognition.card import ActivityCard, CardPrint, Entry, PrintedCard
from services.recognition.certificates import CertificatesPage, Paper
from services.recognition.points import Awarded
from services.recognition.verification import Verified

NOW = datetime(2026, 10, 1, tzinfo=UTC)
BIG = 2_000_000_000
ROLES = tuple(ParticipationRole)
TITLE = ("Читаем & понимаем <задачу>: работа с текстом на любом предмете " * 5)[:300]
SCHOOL = ("МАОУ «СОШ № 1 с углублённым изучением отдельных предметов» " * 6)[:300]


def long_organization() -> Organization:
    return Organization(id=BIG, short="<" * 120, title=SCHOOL, kind=OrganizationKind.SCHOOL)


def long_person() -> Teacher:
    return Teacher(
        id=BIG,
        surname="Константинопольская-Преображенская-" * 2 + "Заречная",
        given_name="Александра-Вильгельмина",
        patronymic="Владиславовна",
        name_key="",
        organization=long_organization(),
        post=Post.OTHER,
        post_title="учитель русского языка и литературы, " * 5,
        created_at=NOW,
    )


def long_event() -> Event:
    event = Event(
        id=BIG,
        title=TITLE,
        form=EventForm.GUEST_TEACHING,
        level=EventLevel.FEDERAL,
        host=long_organization(),
        code_word="энциклопедия",
        created_at=NOW,
    )
    starts = [datetime(2026, 12, day, 14, 30) for day in range(1, 11)]  # noqa: DTZ001 - wall times have no zone
    event.set_schedule(starts, 70.5, "Asia/Yekaterinburg")
    return event


def long_certificate() -> Certificate:
    return Certificate(
        id=BIG,
        number="И" * 60 + "-001",
        code="7QK2M9XB4T1C80PN",
        state=CertificateState.VALID,
        full_name=long_person().full_name[:300],
        organization_title=SCHOOL,
        post=Post.OTHER,
        post_title="учитель русского языка и литературы, " * 5,
        event_title=TITLE,
        event_form=EventForm.GUEST_TEACHING.value,
        event_days=[date(2026, 12, day).isoformat() for day in range(1, 20, 2)],
        place=SCHOOL,
        roles=[role.value for role in ROLES],
        hours=70.5,
        issued_on=date(2026, 12, 31),
        document_id=BIG,
    )


def long_card(entries: int) -> ActivityCard:
    event = long_event()
    entry = PointEntry(reason="network_rule", points=1000, hours=70.5, year="2026/27")
    row = Network(
        id=1,
        title=SCHOOL,
        zone="Asia/Yekaterinburg",
        point_rules=[{"code": "network_rule", "title": "Материал принят в сборник " * 8, "points": 1000}],
    )
    return ActivityCard(
        teacher=long_person(),
        network=row,
        year="2026/27",
        years=tuple(f"{year}/{(year + 1) % 100:02d}" for year in range(2046, 2016, -1)),
        page=Page((Entry(entry, event, "И" * 64),) * entries, 99, 200),
        total=999,
        points=99999,
        hours=9999.5,
        tokens=9999,
        points_to_next=10,
        progress=0.0,
        points_ever=999999,
        tokens_ever=99999,
    )


def screens(say: Say) -> list[Screen]:
    event, who = long_event(), long_person()
    row = Row(who, AttendanceState.ATTENDED, ROLES, walk_in=True, by_code=True)
    page = Sheet(
        event=event,
        page=Page((row,) * 6, 999, 1999),
        present=9999,
        absent=9999,
        unmarked=9999,
        opens_at=event.starts_at,
        code_word_until=event.ends_at,
        may_change=True,
        is_open=True,
        has_started=True,
        has_ended=False,
        reopen_until=None,
        certificates=2000,
        made=1999,
    )
    opened = OpenedRow(event, row, 1999, may_mark=True, may_set_roles=True)
    words = [
        CodeAttempt(result, event)
        for result in CodeResult
        if result not in {CodeResult.OPEN, CodeResult.TOO_MANY, CodeResult.WRONG}
    ]
    found = Verified(
        name=who.full_name,
        number="И" * 64,
        event_form=EventForm.GUEST_TEACHING.value,
        event_title=TITLE,
        days=tuple(date(2026, 12, day) for day in range(1, 20, 2)),
        hours=70.5,
        roles=tuple(role.value for role in ROLES),
        issued_on=date(2026, 12, 31),
        state=CertificateState.VALID,
        issuer=SCHOOL,
    )
    awarded = Awarded(
        event_id=BIG,
        event_form=EventForm.GUEST_TEACHING,
        event_title=TITLE,
        roles=tuple((role.value, 1000) for role in ROLES),
        year="2026/27",
        points=99999,
        tokens=9999,
        new_tokens=100,
        per_token=10,
        present_year="2027/28",
    )
    return [
        sheet.sheet(say, page),
        sheet.sheet(say, replace(page, may_change=False, is_open=False)),
        sheet.opened_row(say, opened, added=True),
        closing.ask_to_close(say, page),
        walk_ins.ask_name(say, BIG, again=True),
        walk_ins.people_found(say, BIG, "Ы" * 4096, [who] * 6, full_name=True),
        walk_ins.people_found(say, BIG, "Ы" * 4096, [], full_name=False),
        walk_ins.ask_organization(say, BIG, who.full_name, [long_organization()] * 5, again=True),
        walk_ins.ask_organization(say, BIG, who.full_name, []),
        *(code_word.answered(say, attempt, in_form=False) for attempt in words),
        code_word.answered(say, CodeAttempt(CodeResult.TOO_MANY), in_form=True),
        card.card(say, long_card(5)),
        card.awarded(say, awarded),
        card.print_ready(say, PrintedCard(BIG, "2026/27")),
        certificates.certificates(say, CertificatesPage(Page((long_certificate(),) * 6, 1000, 1999), 9999)),
        certificates.ready(say, long_certificate()),
        certificates.again(say, long_certificate()),
        certificate_mistakes.ask(say, long_certificate()),
        verification.verified(say, found, masked=True),
    ]


def width(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_longest_names_fit(language: str) -> None:
    for screen in screens(Say(language)):
        assert width(screen.text) <= (1024 if screen.file else 4096), screen.text[:80]
        assert width(screen.toast or "") < 200
        for button in (button for row in screen.rows for button in row):
            assert len(button.text) <= 60, button.text
            assert len((button.wish or "").encode()) <= 64, button.wish
        assert all(len(row) <= 8 for row in screen.rows)
        assert sum(len(row) for row in screen.rows) <= 100


def pages(pdf: bytes) -> list[Any]:
    return list(PdfReader(io.BytesIO(pdf)).pages)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_longest_papers_are_made(language: str) -> None:
    renderer = PdfRenderer()
    say = Say(language)
    paper = Paper(
        certificate=long_certificate(),
        language=language,
        issuer=SCHOOL,
        signer_post="Исполняющий обязанности директора " * 6,
        signer_name="Константинопольская-Преображенская А.-В. В.",
        town="г. Верхнезаречинск-на-Ключах",
        bot="a" * 32,
        issued_at=NOW + timedelta(hours=1),
    )
    certificate = await certificate_pdf(renderer, certificates.certificate_paper(say, paper))
    sheet = CardPrint(long_card(120), paper.signer_post, paper.signer_name, NOW)
    print_ = await card_pdf(renderer, card.card_paper(say, sheet))
    await renderer.close()
    assert len(pages(certificate)) == 1
    assert len(certificate) < 100_000
    assert len(pages(print_)) > 5
