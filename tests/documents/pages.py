"""Reading PDFs: the text of each page and a picture of the first."""

import io

import pypdfium2  # type: ignore[import-untyped] # it ships no types
from pypdf import PdfReader

from documents.card import Card, card_data
from documents.certificate import Certificate, certificate_data
from documents.typst_child import Typesetter


def certificate_bytes(typesetter: Typesetter, certificate: Certificate) -> bytes:
    return typesetter.typeset("certificate", certificate_data(certificate), int(certificate.issued_at.timestamp()))


def card_bytes(typesetter: Typesetter, card: Card) -> bytes:
    return typesetter.typeset("card", card_data(card), int(card.printed_at.timestamp()))


def page_texts(pdf: bytes) -> list[str]:
    return [solid(page.extract_text()) for page in PdfReader(io.BytesIO(pdf)).pages]


def solid(words: str) -> str:
    """Drop spaces and zero-width spaces, since line breaks are not tested."""
    return "".join(words.replace("\u200b", "").split())


class Picture:
    """The first page in gray, ten dots per millimeter."""

    def __init__(self, pdf: bytes) -> None:
        document = pypdfium2.PdfDocument(pdf)
        page = document[0]
        bitmap = page.render(scale=10 * 25.4 / 72, grayscale=True)
        self._dots = bytes(bitmap.buffer)
        self._stride: int = bitmap.stride
        self.width, self.height = bitmap.width / 10, bitmap.height / 10
        for part in (bitmap, page, document):
            part.close()

    def is_dark(self, x: float, y: float) -> bool:
        """Whether the point is dark, in millimeters from the top left corner."""
        return self._dots[int(y * 10) * self._stride + int(x * 10)] < 128

    def dark_share(self) -> float:
        return sum(dot < 128 for dot in self._dots) / len(self._dots)
