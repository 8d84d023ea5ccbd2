"""A teacher's activity card as A4 pages, for attestation and the school's commission."""

from dataclasses import dataclass
from datetime import datetime

from documents.printable import printable
from documents.renderer import PdfRenderer


@dataclass(frozen=True, slots=True, kw_only=True)
class CardEntry:
    """One row of the table, or its headings; `note` (host, certificate number) is printed under the event's title."""

    date: str
    event: str
    form: str
    role: str
    hours: str
    points: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class CardFigure:
    """A number of the summary with its label."""

    value: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """Contents of a card. Texts are printed unchanged; page numbers need no words."""

    language: str  # of the texts: "ru" or "en"
    network: str
    heading: str
    year: str
    name: str
    position: str  # post and organization
    figures: tuple[CardFigure, ...]  # points and hours of the year, tokens, points of all time
    progress: float  # towards the next token, from 0 to 1
    progress_text: str
    headings: CardEntry
    entries: tuple[CardEntry, ...]
    no_entries: str  # printed in the table when there are none
    total: CardEntry  # the last row: its label in `event`, hours and points
    printed: str  # date of printing in words
    signer_post: str
    signer_name: str
    signature_label: str
    printed_at: datetime  # aware; date of the file, so that equal cards give equal bytes


async def card_pdf(renderer: PdfRenderer, card: Card) -> bytes:
    """Return the PDF; the table's headings repeat on each page. RenderingFailed if it cannot be made."""
    return await renderer.render("card", card_data(card), card.printed_at)


def card_data(card: Card) -> dict[str, object]:
    """Return the values of the template, with printable texts."""
    return {
        "language": card.language,
        "network": printable(card.network),
        "heading": printable(card.heading),
        "year": printable(card.year),
        "name": printable(card.name),
        "position": printable(card.position),
        "figures": [[printable(figure.value), printable(figure.label)] for figure in card.figures],
        "progress": min(max(card.progress, 0.0), 1.0),
        "progress_text": printable(card.progress_text),
        "headings": _cells(card.headings),
        "entries": [_cells(entry) for entry in card.entries],
        "no_entries": printable(card.no_entries),
        "total": _cells(card.total),
        "printed": printable(card.printed),
        "signer_post": printable(card.signer_post),
        "signer_name": printable(card.signer_name),
        "signature_label": printable(card.signature_label),
    }


def _cells(entry: CardEntry) -> dict[str, str]:
    return {
        "date": printable(entry.date),
        "event": printable(entry.event),
        "note": printable(entry.note),
        "form": printable(entry.form),
        "role": printable(entry.role),
        "hours": printable(entry.hours),
        "points": printable(entry.points),
    }
