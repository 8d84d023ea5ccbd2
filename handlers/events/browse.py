"""Lists of events and the card of one event."""

from handlers.routes import command, label, link, place, press
from handlers.visit import Visit
from screens import wishes
from screens.events import browse as screens
from screens.events import card as card_screens
from screens.screen import Screen
from services.events import browse as events
from services.events.browse import ChosenFilter, EventFilter
from services.rights import Right


def open_events(visit: Visit) -> Screen:
    visit.set_form_aside()
    return screens.event_list(
        visit.say, events.list_events(visit.db, visit.actor, ChosenFilter(EventFilter.FIT), 1, visit.now), visit.now
    )


def go_to_events(visit: Visit) -> Screen:
    return screens.event_list(
        visit.say, events.list_events(visit.db, visit.actor, ChosenFilter(EventFilter.FIT), 1, visit.now), visit.now
    )


def page_events(visit: Visit, wish: wishes.ListEvents) -> Screen:
    chosen = ChosenFilter(wish.by, wish.value)
    return screens.event_list(
        visit.say, events.list_events(visit.db, visit.actor, chosen, wish.page, visit.now), visit.now
    )


def choose_filter(visit: Visit, wish: wishes.ChooseFilter) -> Screen:
    options = events.filter_options(visit.db, wish.by, visit.now)
    return screens.choose_filter(visit.say, wish.by, options)


def open_shared(visit: Visit, payload: str) -> Screen:
    visit.set_form_aside()
    event_id = int(payload) if payload.isdecimal() and len(payload) < 10 else 0
    return _card(visit, event_id)


def show_event(visit: Visit, wish: wishes.ShowEvent) -> Screen:
    return _card(visit, wish.event)


def _card(visit: Visit, event_id: int) -> Screen:
    card = events.event_card(visit.db, visit.actor, event_id, visit.now)
    return card_screens.event_card(visit.say, card, visit.now)


def get_calendar(visit: Visit, wish: wishes.GetCalendar) -> Screen:
    shared = events.shared_event(visit.db, visit.actor, wish.event)
    return card_screens.calendar(visit.say, shared.event)


def share_event(visit: Visit, wish: wishes.ShareEvent) -> Screen:
    return card_screens.share(visit.say, events.shared_event(visit.db, visit.actor, wish.event))


ROUTES = (
    command("events", open_events, Right.ANYBODY),
    label("menu-events", open_events, Right.ANYBODY),
    link("ev_", open_shared, Right.ANYBODY),
    place(wishes.Place.EVENTS, go_to_events, Right.ANYBODY),
    press(wishes.ListEvents, page_events, Right.ANYBODY),
    press(wishes.ChooseFilter, choose_filter, Right.ANYBODY),
    press(wishes.ShowEvent, show_event, Right.ANYBODY),
    press(wishes.GetCalendar, get_calendar, Right.ANYBODY),
    press(wishes.ShareEvent, share_event, Right.ANYBODY),
)
