"""A mistake on a certificate: the question what is wrong, and the letter to the staff."""

from models import Certificate
from screens.buttons import stop_form_button
from screens.screen import Screen
from screens.texts import Say
from services.lengths import TextLength


def ask(say: Say, certificate: Certificate) -> Screen:
    return Screen(say("certificate-mistake", number=certificate.number), rows=((stop_form_button(say),),), fresh=True)


def ask_again(say: Say, bad: TextLength) -> Screen:
    return Screen(say(bad.key, **bad.values), rows=((stop_form_button(say),),))


def letter(say: Say, certificate: Certificate, typed: str) -> str:
    """Return the letter to the staff, plain."""
    return say.plain("certificate-mistake-letter", number=certificate.number, name=certificate.full_name, text=typed)


def sent(say: Say) -> Screen:
    return Screen(say("certificate-mistake-sent"))
