"""«Сертификаты»: the list, the file in the chat, the words printed on a certificate."""

from datetime import date

from documents.certificate import Certificate as CertificatePage
from models import Certificate, ParticipationRole
from screens import wishes
from screens.buttons import events_button
from screens.dates import clean_hours, day, hours, long_day, long_days
from screens.event_forms import is_own, taking_part_in
from screens.orders import numbered_order
from screens.pages import page_row
from screens.screen import Button, File, Screen, Wish
from screens.shortened import BUTTON_LABEL_LIMIT, shortened
from screens.texts import Say
from services.recognition.certificates import CertificatesPage, Paper

TITLE_LIMIT = 300


def certificates(say: Say, page: CertificatesPage) -> Screen:
    """Show a page of certificates, each with a button, the latest first."""
    if not page.total:
        return Screen(say("certificates-none"), rows=((events_button(say),),))

    def turn_to(number: int) -> Wish:
        return wishes.CertificatesPage(page=number - 1)

    buttons = tuple((_row(say, row),) for row in page.page.items)
    return Screen(say("certificates-head", count=page.total), rows=(*buttons, *page_row(say, page.page, turn_to)))


def ready(say: Say, certificate: Certificate) -> Screen:
    """Show the notice with the file, and how to report a mistake."""
    text = say.lines(
        [
            say("certificate-ready", **_values(say, certificate)),
            say("certificate-kept"),
            say("certificate-mistake-hint"),
        ]
    )
    return _with_file(say, certificate, text)


def file_again(say: Say, certificate: Certificate) -> Screen:
    """Send the file once more, or tell that it is not ready yet."""
    if certificate.document_id is None:
        return Screen(say("certificate-not-ready", number=certificate.number), fresh=True)
    return _with_file(say, certificate, say("certificate-again", **_values(say, certificate)))


def file_name(say: Say, certificate: Certificate) -> str:
    return say.plain("certificate-file", number=certificate.number.replace("/", "-"))


def certificate_paper(say: Say, paper: Paper) -> CertificatePage:
    """Return the words of the page; the name is printed as it is stored, in the nominative."""
    certificate = paper.certificate
    form = certificate.event_form, certificate.event_form_title
    roles = [ParticipationRole(role) for role in certificate.roles]
    post = certificate.post_title or say.plain(f"post-{certificate.post.value}")
    place = certificate.place or say.plain("format-online")
    position = post
    if certificate.organization_title:
        position = say.plain("certificate-paper-position", post=post, organization=certificate.organization_title)
    return CertificatePage(
        language=say.language,
        issuer=paper.issuer,
        heading=say.plain("certificate-paper-heading"),
        kind=", ".join(say.plain(f"kind-{role.value}") for role in roles),
        opening=say.plain("certificate-paper-opening"),
        name=certificate.full_name,
        position=position,
        statement=say.plain("certificate-paper-statement", **{"in": taking_part_in(say, *form)}),
        event=_event_line(say, certificate),
        role=say.plain("certificate-paper-role", roles=roles_text(say, certificate.roles)),
        ground=_ground(say, certificate),
        dates=long_days(say, [date.fromisoformat(at) for at in certificate.event_days]),
        place=place,
        hours=say.plain("certificate-paper-hours", hours=_volume(say, certificate.hours)),
        number=say.plain("certificate-paper-number", number=certificate.number),
        issued=long_day(say, certificate.issued_on),
        town=paper.town,
        signer_post=paper.signer_post,
        signer_name=paper.signer_name,
        signature_label=say.plain("certificate-paper-signature"),
        stamp_label=say.plain("certificate-paper-stamp"),
        verify_hint=say.plain("certificate-paper-verify"),
        verify_url=f"{paper.link_base}v_{certificate.code}",
        issued_at=paper.issued_at,
    )


def _event_line(say: Say, certificate: Certificate) -> str:
    """Return «„Читаем задачу“», with the form before it when the organizer has an own word for it."""
    title = say.plain("certificate-paper-event", title=certificate.event_title)
    if not is_own(say, certificate.event_form, certificate.event_form_title):
        return title
    return f"{certificate.event_form_title} {title}"


def _ground(say: Say, certificate: Certificate) -> str:
    """Return «на основании приказа № 12-од от 01.09.2026»; empty without an order."""
    order = numbered_order(say, certificate.order_number, certificate.order_date)
    return say.plain("certificate-paper-ground", order=order) if order else ""


def roles_text(say: Say, codes: list[str] | tuple[str, ...]) -> str:
    """Return «выступление из опыта, организатор»."""
    return ", ".join(say.plain(f"role-{code}") for code in codes)


def _volume(say: Say, amount: float) -> str:
    """Return «4 часов» of «в объёме 4 часов»."""
    if amount == int(amount):
        return say.plain("certificate-paper-hours-count", count=int(amount))
    return say.plain("certificate-paper-hours-part", count=clean_hours(say, amount))


def _values(say: Say, certificate: Certificate) -> dict[str, str | int | float]:
    return {
        "title": shortened(certificate.event_title, TITLE_LIMIT),
        "hours": hours(say, certificate.hours),
        "number": certificate.number,
    }


def _with_file(say: Say, certificate: Certificate, text: str) -> Screen:
    report = say.button("button-report-mistake", wishes.ReportMistake(certificate=certificate.id))
    file = File("document", certificate.document_id) if certificate.document_id else None
    return Screen(text, rows=((report,),), file=file, fresh=True)


def _row(say: Say, certificate: Certificate) -> Button:
    first = day(say, date.fromisoformat(certificate.event_days[0]))
    label = say.plain("certificates-row", number=certificate.number, day=first, title=certificate.event_title)
    return Button.of(shortened(label, BUTTON_LABEL_LIMIT), wishes.GetCertificate(certificate=certificate.id))
