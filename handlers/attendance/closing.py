"""Closing the attendance of an event and opening it again."""

from handlers.routes import press
from handlers.visit import Visit
from screens import wishes
from screens.attendance import closing as screens
from screens.attendance import sheet as sheet_screens
from screens.screen import Screen
from services.attendance import closing
from services.rights import Right


def close(visit: Visit, wish: wishes.CloseAttendance) -> Screen:
    rule = closing.close if wish.sure else closing.about_to_close
    page = rule(visit.db, visit.actor, wish.event, visit.now)
    return sheet_screens.sheet(visit.say, page) if wish.sure else screens.ask_to_close(visit.say, page)


def reopen(visit: Visit, wish: wishes.ReopenAttendance) -> Screen:
    return sheet_screens.sheet(visit.say, closing.reopen(visit.db, visit.actor, wish.event, visit.now))


ROUTES = (
    press(wishes.CloseAttendance, close, Right.OWN_EVENT),
    press(wishes.ReopenAttendance, reopen, Right.OWN_EVENT),
)
