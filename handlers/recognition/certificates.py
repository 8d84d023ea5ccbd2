"""«Сертификаты»: the list, and a file once more."""

from handlers.routes import command, label, place, press
from handlers.visit import Visit
from screens import wishes
from screens.recognition import certificates as screens
from screens.screen import Screen
from screens.wishes import Place
from services.recognition import certificates
from services.rights import Right


def show_certificates(visit: Visit) -> Screen:
    visit.form = None
    return screens.certificates(visit.say, certificates.certificates_page(visit.db, visit.actor, 1))


def turn_page(visit: Visit, wish: wishes.CertificatesPage) -> Screen:
    return screens.certificates(visit.say, certificates.certificates_page(visit.db, visit.actor, wish.page + 1))


def get_certificate(visit: Visit, wish: wishes.GetCertificate) -> Screen:
    return screens.file_again(
        visit.say, certificates.certificate_file(visit.db, visit.actor, wish.certificate, visit.now)
    )


ROUTES = (
    command("certificates", show_certificates, Right.TEACHER),
    label("menu-certificates", show_certificates, Right.TEACHER),
    place(Place.CERTIFICATES, show_certificates, Right.TEACHER),
    press(wishes.CertificatesPage, turn_page, Right.TEACHER),
    press(wishes.GetCertificate, get_certificate, Right.TEACHER),
)
