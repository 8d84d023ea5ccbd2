"""A new event: one message in plain words, or step by step."""

from dataclasses import dataclass

from handlers.desk.fields import ConfirmingMove, FillingField, take_announcement, type_value
from handlers.routes import command, label, place, press, press_in, typed
from handlers.visit import Visit
from screens import wishes
from screens.desk import changes as change_screens
from screens.desk import draft as screens
from screens.screen import Screen
from services.desk import draft as drafts
from services.desk import unfinished
from services.desk.unfinished import AnnouncementSoFar
from services.rights import Right


@dataclass(frozen=True, slots=True)
class AnnouncingEvent:
    """The announcement of a new event is awaited, in one message."""


def begin(visit: Visit) -> Screen:
    """Ask for an announcement; one that is not finished is dropped."""
    unfinished.drop(visit.db, visit.actor)
    visit.form = AnnouncingEvent()
    return screens.ask_message(visit.say)


def step_by_step(visit: Visit) -> Screen:
    return take_announcement(visit, AnnouncementSoFar(steps=drafts.STEPS))


def announce(visit: Visit, _form: AnnouncingEvent) -> Screen:
    """Read the announcement and ask for what it lacks."""
    if not visit.text or visit.text.startswith("/"):
        return screens.ask_message(visit.say, words_needed=True)
    said = drafts.read_draft(visit.db, visit.actor, visit.text, visit.now)
    return take_announcement(visit, said.known, said.problem)


def copy(visit: Visit, wish: wishes.CopyEvent) -> Screen:
    return take_announcement(visit, AnnouncementSoFar(drafts.copy_pieces(visit.db, visit.actor, wish.event)))


def leave_announcement(visit: Visit, _wish: wishes.LeaveForm, _form: AnnouncingEvent) -> Screen:
    visit.form = None
    return screens.left(visit.say)


def leave_field(visit: Visit, _wish: wishes.LeaveForm, form: FillingField) -> Screen:
    """Leave the form; an unfinished announcement is dropped with it."""
    visit.form = None
    if form.event == 0:
        unfinished.drop(visit.db, visit.actor)
        return screens.left(visit.say)
    return change_screens.left(visit.say, form.event)


def leave_move(visit: Visit, _wish: wishes.LeaveForm, form: ConfirmingMove) -> Screen:
    visit.form = None
    return change_screens.left(visit.say, form.event)


ROUTES = (
    command("new_event", begin, Right.STAFF),
    label("menu-new-event", begin, Right.STAFF),
    place(wishes.Place.NEW_EVENT, begin, Right.STAFF),
    place(wishes.Place.NEW_EVENT_STEPS, step_by_step, Right.STAFF),
    press(wishes.CopyEvent, copy, Right.STAFF),
    typed(AnnouncingEvent, announce, Right.STAFF),
    typed(FillingField, type_value, Right.STAFF),
    press_in(AnnouncingEvent, wishes.LeaveForm, leave_announcement, Right.ANYBODY),
    press_in(FillingField, wishes.LeaveForm, leave_field, Right.ANYBODY),
    press_in(ConfirmingMove, wishes.LeaveForm, leave_move, Right.ANYBODY),
)
