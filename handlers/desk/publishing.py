"""A finished draft published, kept or dropped; a published event cancelled for a reason."""

from dataclasses import dataclass, replace

from handlers.routes import press, press_in, typed
from handlers.visit import Visit
from screens import wishes
from screens.desk import draft as draft_screens
from screens.desk import publishing as screens
from screens.screen import Screen
from services.desk import events as desk
from services.desk import publishing
from services.desk.publishing import Cancellation
from services.lengths import TextLength
from services.reminder_rules import announcement
from services.rights import Right


@dataclass(frozen=True, slots=True)
class CancellingEvent:
    """The reason of a cancellation is awaited, and with a `reason` its confirmation."""

    event: int
    version: int
    reason: str = ""


def publish(visit: Visit, wish: wishes.Publish) -> Screen:
    event = publishing.publish(visit.db, visit.actor, wish.event, wish.version, visit.now)
    visit.form = None
    news = announcement(visit.db, event, visit.now)
    return screens.published(visit.say, desk.desk_event(visit.db, visit.actor, event.id), visit.now, news)


def keep_draft(visit: Visit, wish: wishes.KeepDraft) -> Screen:
    draft = publishing.waiting_draft(visit.db, visit.actor, wish.event)
    visit.form = None
    return draft_screens.kept(visit.say, draft)


def drop_draft(visit: Visit, wish: wishes.DropDraft) -> Screen:
    event = publishing.drop_draft(visit.db, visit.actor, wish.event, bool(wish.sure))
    visit.form = None
    return draft_screens.dropped(visit.say, event.title) if wish.sure else draft_screens.ask_drop(visit.say, event)


def ask_reason(visit: Visit, wish: wishes.CancelEvent) -> Screen:
    """Ask for the reason of a cancellation, also for one that was typed and lost."""
    cancelling = publishing.about_to_cancel_event(visit.db, visit.actor, wish.event, wish.version, visit.now)
    visit.form = CancellingEvent(wish.event, wish.version)
    return screens.ask_reason(visit.say, cancelling)


def cancel_event(visit: Visit, wish: wishes.CancelEvent, form: CancellingEvent) -> Screen:
    if not (wish.sure and form.event == wish.event and form.reason):
        return ask_reason(visit, wish)
    cancellation = Cancellation(wish.event, wish.version, form.reason)
    cancelling = publishing.cancel_event(visit.db, visit.actor, cancellation, visit.now)
    visit.form = None
    return screens.cancelled(visit.say, cancelling)


def type_reason(visit: Visit, form: CancellingEvent) -> Screen:
    cancelling = publishing.about_to_cancel_event(visit.db, visit.actor, form.event, form.version, visit.now)
    try:
        reason = publishing.checked_reason(visit.text)
    except TextLength as bad:
        return screens.ask_reason(visit.say, cancelling, bad=visit.say(bad.key, **bad.values))
    visit.form = replace(form, reason=reason)
    return screens.ask_cancel(visit.say, cancelling, reason)


ROUTES = (
    press(wishes.Publish, publish, Right.OWN_EVENT),
    press(wishes.KeepDraft, keep_draft, Right.OWN_EVENT),
    press(wishes.DropDraft, drop_draft, Right.OWN_EVENT),
    press_in(CancellingEvent, wishes.CancelEvent, cancel_event, Right.OWN_EVENT),
    press(wishes.CancelEvent, ask_reason, Right.OWN_EVENT),
    typed(CancellingEvent, type_reason, Right.OWN_EVENT),
)
