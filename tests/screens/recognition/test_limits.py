"""Screens of cards and certificates stay within Telegram's limits, their papers within pages."""

import io
from datetime import date, timedelta
from typing import Any

import pytest
from pypdf import PdfReader

from documents.card import card_pdf
from documents.certificate import certificate_pdf
from documents.renderer import PdfRenderer
from models import (
    Certificate,
    CertificateState,
    EventForm,
    Network,
    PointEntry,
    Post,
)
from screens.correspondence import certificate_mistakes
from screens.recognition import card, certificates, verification
from screens.screen import Screen
from screens.texts import LANGUAGES, Say
from services.paging import Page
from services.recognition.card import ActivityCard, CardPrint, Entry, PrintedCard
from services.recognition.certificates import CertificatesPage, Paper
from services.recognition.points import Awarded
from services.recognition.verification import Verified
from tests.screens.longest import (
    FORM_TITLE,
    LARGEST_ID,
    NOW,
    ROLES,
    SCHOOL,
    TITLE,
    assert_fits,
    long_event,
    long_person,
)


def long_certificate() -> Certificate:
    return Certificate(
        id=LARGEST_ID,
        number="И" * 60 + "-001",
        code="7QK2M9XB4T1C80PN",
        state=CertificateState.VALID,
        full_name=long_person().full_name[:300],
        organization_title=SCHOOL,
        post=Post.OTHER,
        post_title="учитель русского языка и литературы, " * 5,
        event_title=TITLE,
        event_form=EventForm.GUEST_TEACHING.value,
        event_form_title=FORM_TITLE,
        event_days=[date(2026, 12, day).isoformat() for day in range(1, 20, 2)],
        place=SCHOOL,
        roles=[role.value for role in ROLES],
        hours=70.5,
        issued_on=date(2026, 12, 31),
        document_id=LARGEST_ID,
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
    found = Verified(
        name=long_person().full_name,
        number="И" * 64,
        event_form=EventForm.GUEST_TEACHING.value,
        event_form_title=FORM_TITLE,
        event_title=TITLE,
        days=tuple(date(2026, 12, day) for day in range(1, 20, 2)),
        hours=70.5,
        roles=tuple(role.value for role in ROLES),
        issued_on=date(2026, 12, 31),
        state=CertificateState.VALID,
        issuer=SCHOOL,
    )
    awarded = Awarded(
        event_id=LARGEST_ID,
        event_form=EventForm.GUEST_TEACHING,
        event_form_title=FORM_TITLE,
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
        card.card(say, long_card(5)),
        card.awarded(say, awarded),
        card.print_ready(say, PrintedCard(LARGEST_ID, "2026/27")),
        certificates.certificates(say, CertificatesPage(Page((long_certificate(),) * 6, 1000, 1999), 9999)),
        certificates.ready(say, long_certificate()),
        certificates.file_again(say, long_certificate()),
        verification.verified(say, found, masked=True),
        certificate_mistakes.ask(say, long_certificate()),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_longest_names_fit(language: str) -> None:
    for screen in screens(Say(language)):
        assert_fits(screen)


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
        link_base=f"https://t.me/{'a' * 32}?start=",
        issued_at=NOW + timedelta(hours=1),
    )
    certificate = await certificate_pdf(renderer, certificates.certificate_paper(say, paper))
    sheet = CardPrint(long_card(120), paper.signer_post, paper.signer_name, NOW)
    print_ = await card_pdf(renderer, card.card_paper(say, sheet))
    await renderer.close()
    assert len(pages(certificate)) == 1
    assert len(certificate) < 100_000
    assert len(pages(print_)) > 5
