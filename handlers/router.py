"""All routers in the order in which they are asked; the fallback is last."""

from aiogram import Router

from handlers import fallback
from handlers.attendance import code_word
from handlers.attendance import sheet as attendance
from handlers.correspondence import broadcasts as broadcast
from handlers.correspondence import letters, questions
from handlers.delivery import undelivered as delivery
from handlers.desk import changes as change
from handlers.desk import draft as new_event
from handlers.desk import events as manage
from handlers.events import browse as events
from handlers.events import mine as my_events
from handlers.events import moved as moves
from handlers.people import profile, start
from handlers.people import registration as profile_form
from handlers.people import staff as people
from handlers.recognition import card, certificates
from handlers.reminders import answers as reminders


def build_router() -> Router:
    """A fresh tree of routers: commands and menu labels first, so that they leave any open form; forms after them."""
    root = Router(name="centrik")
    root.include_routers(
        code_word.code_word_router(),
        fallback.help_router(),
        events.events_router(),
        my_events.my_events_router(),
        card.card_router(),
        certificates.certificates_router(),
        attendance.attendance_router(),
        profile.profile_router(),
        reminders.reminders_router(),
        people.people_router(),
        moves.moves_router(),
        questions.questions_router(),
        new_event.new_event_router(),
        change.change_router(),
        manage.manage_router(),
        letters.letters_router(),
        broadcast.broadcasts_router(),
        delivery.delivery_router(),
        start.start_router(),  # takes every /start that no deep link above has taken
        # forms
        profile_form.profile_form_router(),
        people.inviting_router(),
        new_event.drafting_router(),
        manage.cancelling_router(),
        letters.writing_router(),
        broadcast.broadcasting_router(),
        questions.asking_router(),
        reminders.feedback_router(),
        certificates.mistake_router(),
        attendance.walk_in_router(),
        fallback.fallback_router(),
    )
    return root
