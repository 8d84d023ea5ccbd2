"""The staff's events: the list and one event."""

from handlers.routes import command, label, place, press
from handlers.visit import Visit
from models import EventState
from screens import wishes
from screens.desk import draft as draft_screens
from screens.desk import events as screens
from screens.screen import Screen
from services.desk import draft as drafts
from services.desk import events as desk
from services.rights import Right


def open_list(visit: Visit) -> Screen:
    visit.form = None
    return screens.desk_page(visit.say, desk.desk_page(visit.db, visit.actor, True, 1, visit.now), visit.now)


def page_list(visit: Visit, wish: wishes.ManagePage) -> Screen:
    page = desk.desk_page(visit.db, visit.actor, bool(wish.own), wish.page, visit.now)
    return screens.desk_page(visit.say, page, visit.now)


def open_event(visit: Visit, wish: wishes.ManageEvent) -> Screen:
    """Show the event; a draft opens as its preview."""
    visit.form = None
    view = desk.desk_event(visit.db, visit.actor, wish.event)
    if view.event.state is EventState.DRAFT and view.may_change:
        return draft_screens.preview(visit.say, drafts.preview(visit.db, visit.actor, wish.event, visit.now), visit.now)
    return screens.desk_event(visit.say, view, visit.now)


ROUTES = (
    command("manage", open_list, Right.STAFF),
    label("menu-manage", open_list, Right.STAFF),
    place(wishes.Place.MANAGE, open_list, Right.STAFF),
    press(wishes.ManagePage, page_list, Right.STAFF),
    press(wishes.ManageEvent, open_event, Right.STAFF),
)
