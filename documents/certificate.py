"""A participant's certificate: one landscape A4 page to print, sign, stamp and verify by its QR code."""

from dataclasses import asdict, dataclass
from datetime import datetime

from documents.printable import printable
from documents.renderer import PdfRenderer


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
    ground: str  # e.g. "by order No. 12"
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
    """Return the values of the template: printable texts, and the address of which the child makes the QR code."""
    texts: dict[str, object] = {
        field: printable(value)
        for field, value in asdict(certificate).items()
        if isinstance(value, str) and field != "verify_url"
    }
    return texts | {"qr_address": certificate.verify_url}
