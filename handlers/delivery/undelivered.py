"""The admin's view of delivery: its state, the undelivered messages, sending again."""

from handlers.routes import command, place, press
from handlers.visit import Visit
from screens import wishes
from screens.delivery import undelivered as screens
from screens.screen import Screen
from services.delivery import health, undelivered
from services.network import network
from services.rights import Right


def show_delivery(visit: Visit) -> Screen:
    found = health.report_for_admin(visit.db, visit.actor, visit.now)
    visit.form = None
    return screens.overview(visit.say, found, visit.now, network(visit.db).tz)


def show_undelivered(visit: Visit, wish: wishes.ShowUndelivered) -> Screen:
    found = undelivered.undelivered_page(visit.db, visit.actor, wish.page, visit.now)
    return screens.undelivered(visit.say, found, network(visit.db).tz)


def send_again(visit: Visit, wish: wishes.SendAgain) -> Screen:
    count = undelivered.send_again(visit.db, visit.actor, wish.first, wish.last, visit.now)
    found = undelivered.undelivered_page(visit.db, visit.actor, wish.page, visit.now)
    return screens.sent_again(visit.say, found, count, network(visit.db).tz)


ROUTES = (
    command("delivery", show_delivery, Right.DELIVERY),
    place(wishes.Place.DELIVERY, show_delivery, Right.DELIVERY),
    press(wishes.ShowUndelivered, show_undelivered, Right.DELIVERY),
    press(wishes.SendAgain, send_again, Right.DELIVERY),
)
