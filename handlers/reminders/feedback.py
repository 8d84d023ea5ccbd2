"""Feedback after an event: a mark, then words."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers.routes import press, press_in, typed
from handlers.visit import Visit
from screens import wishes
from screens.reminders import feedback as screens
from screens.screen import Screen
from services.lengths import TextLength
from services.reminders import feedback
from services.rights import Right

WORDS_AWAITED_FOR = timedelta(hours=1)
"""A text sent later after the mark is not taken as feedback."""


@dataclass(frozen=True, slots=True)
class GivingFeedback:
    """Words to the mark of an event, awaited until that moment."""

    event: int
    until: datetime


def give_mark(visit: Visit, wish: wishes.GiveMark) -> Screen:
    event = feedback.give_mark(visit.db, visit.actor, wish.event, wish.mark, visit.now)
    if not visit.is_in_form or isinstance(visit.form, GivingFeedback):
        visit.form = GivingFeedback(event.id, visit.now + WORDS_AWAITED_FOR)
    return screens.mark_kept(visit.say, wish.mark)


def write_words(visit: Visit, form: GivingFeedback) -> Screen:
    try:
        feedback.add_words(visit.db, visit.actor, form.event, visit.text, visit.now)
    except TextLength as bad:
        return screens.words_needed(visit.say, bad)
    visit.form = None
    return screens.words_kept(visit.say)


def finish(visit: Visit, _wish: wishes.LeaveForm, _form: GivingFeedback) -> Screen:
    visit.form = None
    return screens.done(visit.say)


ROUTES = (
    press(wishes.GiveMark, give_mark, Right.TEACHER),
    typed(GivingFeedback, write_words, Right.TEACHER),
    press_in(GivingFeedback, wishes.LeaveForm, finish, Right.ANYBODY),
)
