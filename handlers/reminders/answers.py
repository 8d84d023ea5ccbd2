"""Answers to reminders: coming or not."""

from handlers.routes import press
from handlers.visit import Visit
from screens import wishes
from screens.events import seats as seat_screens
from screens.reminders import notices as screens
from screens.screen import Screen
from services.events import seats
from services.reminders import answers
from services.rights import Right


def answer_reminder(visit: Visit, wish: wishes.AnswerReminder) -> Screen:
    if wish.coming:
        return screens.coming(visit.say, answers.confirm_coming(visit.db, visit.actor, wish.event), visit.now)
    return seat_screens.cancelled(visit.say, seats.cancel(visit.db, visit.actor, wish.event, visit.now))


ROUTES = (press(wishes.AnswerReminder, answer_reminder, Right.TEACHER),)
