"""Changing an event: the menu of its fields, a pressed value, a move that is confirmed."""

from handlers.desk.fields import ConfirmingMove, ask, go_on, press_value
from handlers.routes import press, press_in
from handlers.visit import Visit
from models import EventState
from screens import wishes
from screens.desk import changes as screens
from screens.desk import events as desk_screens
from screens.screen import Screen
from services.desk import changes
from services.desk import events as desk
from services.desk.answers import FieldQuestion
from services.desk.changes import PlannedMove
from services.rights import Right


def open_menu(visit: Visit, wish: wishes.ChangeMenu) -> Screen:
    event = changes.changeable_event(visit.db, visit.actor, wish.event, visit.now)
    visit.form = None
    return screens.change_menu(visit.say, event, is_draft=event.state is EventState.DRAFT)


def open_more(visit: Visit, wish: wishes.ChangeMore) -> Screen:
    event = changes.changeable_event(visit.db, visit.actor, wish.event, visit.now)
    visit.form = None
    return screens.more_menu(visit.say, event)


def change_field(visit: Visit, wish: wishes.ChangeEvent) -> Screen:
    return ask(visit, FieldQuestion(wish.event, wish.field))


def page_values(visit: Visit, wish: wishes.FieldPage) -> Screen:
    return ask(visit, FieldQuestion(wish.event, wish.field), page=wish.page)


def set_field(visit: Visit, wish: wishes.SetField) -> Screen:
    return press_value(visit, wish.event, wish.field, wish.value)


def apply_change(visit: Visit, wish: wishes.ApplyChange, form: ConfirmingMove) -> Screen:
    if form.event != wish.event:
        return show_event(visit, wish)
    planned = PlannedMove(wish.event, wish.version, form.values)
    change = changes.apply_move(visit.db, visit.actor, planned, visit.now)
    return go_on(visit, wish.event, change)


def show_event(visit: Visit, wish: wishes.ApplyChange) -> Screen:
    """Show the event unchanged: the values to confirm are gone."""
    return desk_screens.desk_event(visit.say, desk.desk_event(visit.db, visit.actor, wish.event), visit.now)


ROUTES = (
    press(wishes.ChangeMenu, open_menu, Right.OWN_EVENT),
    press(wishes.ChangeMore, open_more, Right.OWN_EVENT),
    press(wishes.ChangeEvent, change_field, Right.OWN_EVENT),
    press(wishes.FieldPage, page_values, Right.OWN_EVENT),
    press(wishes.SetField, set_field, Right.OWN_EVENT),
    press_in(ConfirmingMove, wishes.ApplyChange, apply_change, Right.OWN_EVENT),
    press(wishes.ApplyChange, show_event, Right.STAFF),
)
