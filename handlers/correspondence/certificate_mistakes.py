"""A mistake on a certificate, written to the staff as a question."""

from dataclasses import dataclass

from handlers.recognition.certificates import show_certificates
from handlers.routes import press, press_in, typed
from handlers.visit import Visit
from screens import wishes
from screens.correspondence import certificate_mistakes as screens
from screens.screen import Screen
from services.correspondence import questions
from services.lengths import TextLength, check
from services.recognition import certificates
from services.rights import Right


@dataclass(frozen=True, slots=True)
class ReportingMistake:
    certificate: int


def report_mistake(visit: Visit, wish: wishes.ReportMistake) -> Screen:
    certificate = certificates.own_certificate(visit.db, visit.actor, wish.certificate)
    visit.form = ReportingMistake(certificate.id)
    return screens.ask(visit.say, certificate)


def write_mistake(visit: Visit, form: ReportingMistake) -> Screen:
    try:
        words = check(visit.text, certificates.MISTAKE_LIMIT)
    except TextLength as bad:
        return screens.ask_again(visit.say, bad)
    certificate = certificates.own_certificate(visit.db, visit.actor, form.certificate)
    questions.ask(visit.db, visit.actor, 0, screens.letter(visit.say, certificate, words), visit.now)
    visit.form = None
    return screens.sent(visit.say)


def leave(visit: Visit, _wish: wishes.LeaveForm, _form: ReportingMistake) -> Screen:
    return show_certificates(visit)


ROUTES = (
    press(wishes.ReportMistake, report_mistake, Right.TEACHER),
    typed(ReportingMistake, write_mistake, Right.TEACHER),
    press_in(ReportingMistake, wishes.LeaveForm, leave, Right.TEACHER),
)
