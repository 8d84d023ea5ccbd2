"""Jobs that make a PDF: the screens give the words, the renderer the bytes, the services keep them."""

from datetime import datetime

from sqlalchemy.orm import Session

from documents.card import card_pdf
from documents.certificate import certificate_pdf
from documents.renderer import PdfRenderer
from screens.recognition import card as card_screens
from screens.recognition import certificates as certificate_screens
from screens.texts import Say
from services.recognition import card as cards
from services.recognition import certificates


async def make_certificate(renderer: PdfRenderer, say: Say, paper: certificates.Paper) -> bytes:
    return await certificate_pdf(renderer, certificate_screens.certificate_paper(say, paper))


def keep_certificate(
    db: Session, job: certificates.CertificateJob, paper: certificates.Paper, content: bytes, now: datetime
) -> None:
    name = certificate_screens.file_name(Say(paper.language), paper.certificate)
    certificates.keep(db, job.certificate, name, content, now)


async def make_card(renderer: PdfRenderer, say: Say, sheet: cards.CardPrint) -> bytes:
    return await card_pdf(renderer, card_screens.card_paper(say, sheet))


def keep_card(db: Session, job: cards.CardJob, sheet: cards.CardPrint, content: bytes, now: datetime) -> None:
    name = card_screens.file_name(Say(sheet.card.network.language), job.year)
    cards.keep_print(db, job, name, content, now)
