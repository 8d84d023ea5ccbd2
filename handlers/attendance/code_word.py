"""A code word sent as a message; it counts while any form is open, except in a field where a name is typed."""

from handlers.routes import CODE_WORD, Route
from handlers.visit import Visit
from screens.attendance import code_word as screens
from screens.screen import Screen
from services.attendance import code_word as code_words
from services.attendance.code_word import CodeAttempt
from services.rights import Right


def recognize(visit: Visit) -> CodeAttempt | None:
    """Return what the typed text is as a code word; None if it was not meant as one."""
    return code_words.recognize(visit.db, visit.actor, visit.text, visit.is_in_form, visit.now)


def submit_code_word(visit: Visit, attempt: CodeAttempt) -> Screen:
    answered = code_words.submit_code_word(visit.db, visit.actor, attempt, visit.now)
    return screens.answered(visit.say, answered, in_form=visit.is_in_form)


ROUTES = (Route(CODE_WORD, Right.ANYBODY, submit_code_word),)
