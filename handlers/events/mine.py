"""«Мои записи»: the person's events."""

from handlers.routes import command, label, place, press
from handlers.visit import Visit
from screens import wishes
from screens.events import mine as screens
from screens.screen import Screen
from services.events import mine as my_sign_ups
from services.rights import Right


def open_my_events(visit: Visit) -> Screen:
    visit.form = None
    return screens.my_events(visit.say, my_sign_ups.my_events(visit.db, visit.actor, 1, visit.now), visit.now)


def go_to_my_events(visit: Visit) -> Screen:
    return screens.my_events(visit.say, my_sign_ups.my_events(visit.db, visit.actor, 1, visit.now), visit.now)


def page_my_events(visit: Visit, wish: wishes.MyPage) -> Screen:
    return screens.my_events(visit.say, my_sign_ups.my_events(visit.db, visit.actor, wish.page, visit.now), visit.now)


ROUTES = (
    command("my", open_my_events, Right.TEACHER),
    label("menu-my", open_my_events, Right.TEACHER),
    place(wishes.Place.MY, go_to_my_events, Right.TEACHER),
    press(wishes.MyPage, page_my_events, Right.TEACHER),
)
