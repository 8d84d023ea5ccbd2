"""All routers in the order in which they are asked; the fallback is last."""

from aiogram import Router

from handlers import (
    card,
    certificates,
    code_word,
    events,
    fallback,
    moves,
    my_events,
    profile,
    profile_form,
    questions,
    reminders,
    start,
)
from handlers.admin import delivery
from handlers.methodist import attendance, broadcast, change, letters, manage, new_event, people


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
