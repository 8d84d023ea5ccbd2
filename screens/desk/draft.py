"""Making an event: the first message, the preview, the draft kept or dropped."""

from datetime import datetime

from models import Event, EventFormat
from screens import wishes
from screens.buttons import stop_form_button
from screens.dates import event_time
from screens.desk.field_words import field_value
from screens.events.card import event_card
from screens.screen import Rows, Screen
from screens.shortened import shortened
from screens.texts import Say
from services.desk.draft import DraftPreview
from services.desk.fields.definition import DraftField

VALUE_LIMIT = 120
CLASH_TITLE_LIMIT = 80


def ask_message(say: Say, *, words_needed: bool = False) -> Screen:
    """Ask for the announcement; `words_needed`: a photo or a voice message was sent instead."""
    text = say.lines([say("draft-words-needed") if words_needed else None, say("draft-ask-message")])
    steps = say.button("button-steps", wishes.Go(to=wishes.Place.NEW_EVENT_STEPS))
    leave = stop_form_button(say)
    return Screen(text, rows=((steps, leave),))


def left(say: Say) -> Screen:
    """Confirm that a form without a stored draft was left."""
    manage = say.button("menu-manage", wishes.Go(to=wishes.Place.MANAGE))
    return Screen(say("draft-left"), rows=((manage,),))


def preview(say: Say, draft: DraftPreview, now: datetime) -> Screen:
    """Show the card as teachers will see it, the fields not set, and the actions."""
    event = draft.event
    notes = say.lines(
        [
            say("draft-check-date", date=field_value(say, event, DraftField.START)),
            say("draft-check-past") if draft.past else None,
            say("draft-unset", what=", ".join(unset)) if (unset := _unset(say, event)) else None,
            _clash_line(say, draft.clashes),
        ]
    )
    return Screen(f"{event_card(say, draft.card, now).text}\n\n{notes}", rows=_preview_rows(say, event))


def _preview_rows(say: Say, event: Event) -> Rows:
    publish = wishes.Publish(event=event.id, version=event.version)
    return (
        (say.button("button-publish", publish, style="success"),),
        (
            say.button("button-change", wishes.ChangeMenu(event=event.id)),
            say.button("button-draft", wishes.KeepDraft(event=event.id)),
        ),
    )


def _unset(say: Say, event: Event) -> list[str]:
    placed = event.host_id is not None or event.place
    online = event.format is not EventFormat.OFFLINE
    found = (
        ("draft-unset-place", not placed and event.format is not EventFormat.ONLINE),
        ("draft-unset-link", online and not event.link),
        ("draft-unset-subproject", event.subproject_id is None),
        ("draft-unset-seats", event.capacity is None),
        ("draft-unset-audience", not (event.posts or event.subjects or event.org_statuses)),
        ("draft-unset-responsible", event.responsible_id is None),
    )
    return [say.plain(key) for key, missing in found if missing]


def _clash_line(say: Say, clashes: tuple[Event, ...]) -> str | None:
    if not clashes:
        return None
    named = [f"«{shortened(other.title, CLASH_TITLE_LIMIT)}», {event_time(say, other)}" for other in clashes]
    return say("draft-clash", events="; ".join(named))


def kept(say: Say, event: Event) -> Screen:
    """Confirm that the draft is kept in the list."""
    manage = say.button("menu-manage", wishes.Go(to=wishes.Place.MANAGE))
    look = say.button("button-open-event", wishes.ManageEvent(event=event.id))
    return Screen(say("draft-kept", title=event.title), rows=((look, manage),))


def ask_drop(say: Say, event: Event) -> Screen:
    sure = say.button("button-sure-drop", wishes.DropDraft(event=event.id, sure=1), style="danger")
    back = say.button("button-back", wishes.ManageEvent(event=event.id))
    return Screen(say("draft-drop-asked", title=event.title), rows=((sure, back),))


def dropped(say: Say, title: str) -> Screen:
    manage = say.button("menu-manage", wishes.Go(to=wishes.Place.MANAGE))
    return Screen(say("draft-dropped", title=title), rows=((manage,),))
