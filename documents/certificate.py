"""A participant's certificate: one landscape A4 page to print, sign, stamp and verify by its QR code."""

from dataclasses import asdict, dataclass
from datetime import datetime

import segno

from documents.printable import printable
from documents.renderer import PdfRenderer

QR_COLOR = "#1b2a41"  # as in the templates; dark enough for any camera


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """Contents of a certificate. Texts are printed unchanged, empty ones left out; the name is in the nominative."""

    language: str  # of the texts: "ru" or "en"
    issuer: str  # full title of the issuing organization
    heading: str
    kind: str  # the line under the heading
    opening: str  # the words before the name
    name: str
    position: str  # post and organization
    statement: str  # e.g. "took part in the seminar"
    event: str  # title in quotes
    role: str  # role and topic of the talk
    dates: str
    place: str  # place or format
    hours: str
    number: str  # with the number sign
    issued: str  # date of issue in words
    town: str
    signer_post: str
    signer_name: str
    signature_label: str
    stamp_label: str
    verify_hint: str
    verify_url: str  # content of the QR code
    issued_at: datetime  # aware; date of the file, so that equal certificates give equal bytes


async def certificate_pdf(renderer: PdfRenderer, certificate: Certificate) -> bytes:
    """Return a PDF of one page; long texts wrap, then shrink. RenderingFailed if it cannot be made."""
    return await renderer.render("certificate", certificate_data(certificate), certificate.issued_at)


def certificate_data(certificate: Certificate) -> dict[str, object]:
    """Return the values of the template: printable texts, and the QR code as SVG instead of its address."""
    texts: dict[str, object] = {
        field: printable(value)
        for field, value in asdict(certificate).items()
        if isinstance(value, str) and field != "verify_url"
    }
    return texts | {"qr": qr_svg(certificate.verify_url)}


def qr_svg(address: str) -> str:
    """Return an SVG in units of one QR module, with a single path, so that no seams show between modules."""
    code = segno.make_qr(address, error="m", boost_error=False)
    side = code.symbol_size(border=0)[0]
    squares = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(code.matrix) for x, dark in enumerate(row) if dark)
    path = f'<path fill="{QR_COLOR}" d="{squares}"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}">{path}</svg>'
