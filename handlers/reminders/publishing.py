"""Publishing an event; the answer tells when the first reminder announces it."""

from handlers.routes import press
from handlers.visit import Visit
from screens import wishes
from screens.desk import publishing as screens
from screens.screen import Screen
from services.desk import events as desk
from services.desk import publishing
from services.reminder_rules import announcement
from services.rights import Right


def publish(visit: Visit, wish: wishes.Publish) -> Screen:
    event = publishing.publish(visit.db, visit.actor, wish.event, wish.version, visit.now)
    visit.form = None
    news = announcement(visit.db, event, visit.now)
    return screens.published(visit.say, desk.desk_event(visit.db, visit.actor, event.id), visit.now, news)


ROUTES = (press(wishes.Publish, publish, Right.OWN_EVENT),)
