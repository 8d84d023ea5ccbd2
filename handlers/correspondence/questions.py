"""Questions to organizers and the answers to them."""

from dataclasses import dataclass

from handlers.routes import place, press, press_in, typed
from handlers.visit import Visit
from screens import wishes
from screens.correspondence import questions as screens
from screens.screen import Screen
from services.correspondence import questions
from services.correspondence.questions import QUESTION_LIMIT
from services.lengths import TextLength, check
from services.rights import Right


@dataclass(frozen=True, slots=True)
class AskingQuestion:
    """`event`: 0 for a question to the staff."""

    event: int


@dataclass(frozen=True, slots=True)
class AnsweringQuestion:
    question: int


def ask_staff(visit: Visit) -> Screen:
    return _ask(visit, 0)


def ask_about(visit: Visit, wish: wishes.AskAbout) -> Screen:
    return _ask(visit, wish.event)


def _ask(visit: Visit, event_id: int) -> Screen:
    event = questions.event_to_ask_about(visit.db, visit.actor, event_id)
    visit.form = AskingQuestion(event_id)
    return screens.ask(visit.say, event)


def type_question(visit: Visit, form: AskingQuestion) -> Screen:
    try:
        text = check(visit.text, QUESTION_LIMIT)
    except TextLength as bad:
        event = questions.event_to_ask_about(visit.db, visit.actor, form.event)
        return screens.ask(visit.say, event, bad=visit.say(bad.key, **bad.values))
    sent = questions.ask(visit.db, visit.actor, form.event, text, visit.now)
    visit.form = None
    return screens.sent(visit.say, sent)


def answer(visit: Visit, wish: wishes.AnswerQuestion) -> Screen:
    thread = questions.open_thread(visit.db, visit.actor, wish.question)
    visit.form = AnsweringQuestion(wish.question)
    return screens.answer(visit.say, thread)


def type_answer(visit: Visit, form: AnsweringQuestion) -> Screen:
    try:
        text = check(visit.text, QUESTION_LIMIT)
    except TextLength as bad:
        thread = questions.open_thread(visit.db, visit.actor, form.question)
        return screens.answer(visit.say, thread, bad=visit.say(bad.key, **bad.values))
    sent = questions.answer(visit.db, visit.actor, form.question, text, visit.now)
    visit.form = None
    return screens.sent(visit.say, sent)


def leave(visit: Visit, _wish: wishes.LeaveForm, _form: object) -> Screen:
    visit.form = None
    return screens.left(visit.say)


ROUTES = (
    place(wishes.Place.QUESTION, ask_staff, Right.ANYBODY),
    press(wishes.AskAbout, ask_about, Right.ANYBODY),
    press(wishes.AnswerQuestion, answer, Right.ANYBODY),
    typed(AskingQuestion, type_question, Right.ANYBODY),
    typed(AnsweringQuestion, type_answer, Right.ANYBODY),
    press_in(AskingQuestion, wishes.LeaveForm, leave, Right.ANYBODY),
    press_in(AnsweringQuestion, wishes.LeaveForm, leave, Right.ANYBODY),
)
