"""«Моя карта»: the points of a year, and the card as a file."""

from handlers.routes import command, label, place, press
from handlers.visit import Visit
from screens import wishes
from screens.recognition import card as screens
from screens.screen import Screen
from screens.wishes import Place
from services.recognition import card as cards
from services.rights import Right


def show_card(visit: Visit) -> Screen:
    visit.form = None
    return screens.card(visit.say, cards.activity_card(visit.db, visit.actor, None, 1, visit.now))


def turn_page(visit: Visit, wish: wishes.ShowCard) -> Screen:
    return screens.card(visit.say, cards.activity_card(visit.db, visit.actor, wish.year, wish.page + 1, visit.now))


def get_file(visit: Visit, wish: wishes.GetCardFile) -> Screen:
    cards.enqueue_print(visit.db, visit.actor, wish.year, visit.now)
    return screens.print_enqueued(visit.say)


ROUTES = (
    command("card", show_card, Right.TEACHER),
    label("menu-card", show_card, Right.TEACHER),
    place(Place.CARD, show_card, Right.TEACHER),
    press(wishes.ShowCard, turn_page, Right.TEACHER),
    press(wishes.GetCardFile, get_file, Right.TEACHER),
)
