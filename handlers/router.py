"""All routers in the order in which they are asked; the fallback is last."""

from aiogram import Router

from handlers import fallback, help
from handlers.attendance import closing, code_word, sheet, walk_ins
from handlers.correspondence import broadcasts, certificate_mistakes, letters, questions
from handlers.delivery import undelivered
from handlers.desk import changes, draft, participants, publishing
from handlers.desk import events as desk_events
from handlers.events import browse, mine, moved, seats
from handlers.people import claims, identity, invites, profile, registration, start
from handlers.recognition import card, certificates, verification
from handlers.reminders import answers, feedback
from handlers.reminders import publishing as publication


def build_router() -> Router:
    """Return a new tree of routers: commands, menu labels and buttons, which leave any open form, then the forms."""
    root = Router(name="centrik")
    root.include_routers(
        code_word.router(),  # before every form: a code word counts while a form is open
        help.router(),
        browse.router(),
        seats.router(),
        mine.router(),
        card.router(),
        verification.router(),
        certificates.router(),
        certificate_mistakes.router(),
        sheet.router(),
        walk_ins.router(),
        closing.router(),
        profile.router(),
        answers.router(),
        feedback.router(),
        publication.router(),
        identity.router(),
        claims.router(),
        invites.router(),
        moved.router(),
        questions.router(),
        draft.router(),
        changes.router(),
        desk_events.router(),
        publishing.router(),
        participants.router(),
        letters.router(),
        broadcasts.router(),
        undelivered.router(),
        start.router(),  # takes every /start that no deep link above has taken
        # forms
        registration.form_router(),
        invites.form_router(),
        draft.form_router(),
        publishing.form_router(),
        letters.form_router(),
        broadcasts.form_router(),
        questions.form_router(),
        feedback.form_router(),
        certificate_mistakes.form_router(),
        walk_ins.form_router(),
        fallback.router(),
    )
    return root
