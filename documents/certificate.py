"""A participant's certificate: one landscape A4 page that can be printed, signed, stamped and checked by its QR."""

from dataclasses import asdict, dataclass
from datetime import datetime

import segno

from documents.printable import printable
from documents.renderer import PdfRenderer

INK = "#1b2a41"  # that of the templates; dark enough for any camera


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """Every field is printed as it stands; an empty one is left out. The name is in the nominative."""

    language: str  # of the words: "ru" or "en"
    issuer: str  # full title of the organization that issues
    heading: str
    kind: str  # the line under the heading
    opening: str  # the words before the name
    name: str
    position: str  # post and organization
    statement: str  # what was done, with the event's form
    event: str  # title in its quotes
    role: str  # in which role, topic of the talk
    dates: str
    place: str  # place or format
    hours: str
    number: str  # with its sign
    issued: str  # date of issue in words
    town: str
    signer_post: str
    signer_name: str
    signature_label: str
    stamp_label: str
    verify_hint: str
    verify_url: str  # what the QR opens
    issued_at: datetime  # aware; the file's own date, so that equal certificates are equal bytes


async def certificate_pdf(renderer: PdfRenderer, certificate: Certificate) -> bytes:
    """Always one page: long texts wrap, then shrink. Raises RenderingFailed."""
    return await renderer.render("certificate", certificate_data(certificate), certificate.issued_at)


def certificate_data(certificate: Certificate) -> dict[str, object]:
    """The values of the template: cleaned texts and the QR's drawing in place of its address."""
    texts: dict[str, object] = {
        field: printable(value)
        for field, value in asdict(certificate).items()
        if isinstance(value, str) and field != "verify_url"
    }
    return texts | {"qr": qr_svg(certificate.verify_url)}


def qr_svg(address: str) -> str:
    """One filled path (no seams between the squares) over a square of as many units as the code has modules."""
    code = segno.make_qr(address, error="m", boost_error=False)
    side = code.symbol_size(border=0)[0]
    squares = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(code.matrix) for x, dark in enumerate(row) if dark)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}"><path fill="{INK}" d="{squares}"/></svg>'
    )
