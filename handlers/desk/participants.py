"""The participants of an event."""

from handlers.routes import press
from handlers.visit import Visit
from screens import wishes
from screens.desk import participants as screens
from screens.screen import Screen
from services.desk import participants
from services.rights import Right


def show_participants(visit: Visit, wish: wishes.ShowParticipants) -> Screen:
    return screens.participants(visit.say, participants.participants(visit.db, visit.actor, wish.event, wish.page))


ROUTES = (press(wishes.ShowParticipants, show_participants, Right.STAFF),)
