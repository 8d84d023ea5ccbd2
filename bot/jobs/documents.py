"""Jobs that make a PDF: the screens give the words, the renderer the bytes, the services keep them."""

from datetime import datetime

from sqlalchemy.orm import Session

from documents.card import card_pdf
from documents.certificate import certificate_pdf
from documents.renderer import PdfRenderer
from models import Certificate
from screens.recognition import card as card_screens
from screens.recognition import certificates as certificate_screens
from screens.texts import Say
from services.network import network
from services.recognition import card as cards
from services.recognition import certificates


async def make_certificate(renderer: PdfRenderer, say: Say, paper: certificates.Paper) -> bytes:
    return await certificate_pdf(renderer, certificate_screens.certificate_paper(say, paper))


def keep_certificate(db: Session, job: certificates.CertificateJob, content: bytes, now: datetime) -> None:
    certificate = db.get_one(Certificate, job.certificate)
    name = certificate_screens.file_name(Say(network(db).language), certificate)
    certificates.keep(db, certificate.id, name, content, now)


async def make_card(renderer: PdfRenderer, say: Say, sheet: cards.CardPrint) -> bytes:
    return await card_pdf(renderer, card_screens.card_paper(say, sheet))


def keep_card(db: Session, job: cards.CardJob, content: bytes, now: datetime) -> None:
    name = card_screens.file_name(Say(network(db).language), job.year)
    cards.keep_print(db, job, name, content, now)
