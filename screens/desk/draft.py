"""Making an event: the first message, the preview, the menu of changes."""

from datetime import datetime

from models import Event, EventFormat
from screens import wishes
from screens.dates import event_time
from screens.desk.fields import field_value
from screens.events.card import event_card
from screens.screen import Button, Rows, Screen
from screens.shortened import shortened
from screens.texts import Say
from services.desk.draft import Preview
from services.desk.fields import DraftField

SHOWN_VALUE = 120
SHOWN_TITLE = 80


def ask_message(say: Say, *, words_needed: bool = False) -> Screen:
    """How to begin; after a photo or a voice the reason stands first."""
    text = say.lines([say("draft-words-needed") if words_needed else None, say("draft-ask-message")])
    steps = Button(say.plain("button-steps"), wishes.Go(to=wishes.Place.NEW_EVENT_STEPS).pack())
    leave = Button(say.plain("button-stop-form"), wishes.LeaveForm().pack())
    return Screen(text, rows=((steps, leave),))


def left(say: Say) -> Screen:
    """The form was left before there was a row."""
    manage = Button(say.plain("menu-manage"), wishes.Go(to=wishes.Place.MANAGE).pack())
    return Screen(say("draft-left"), rows=((manage,),))


def preview(say: Say, draft: Preview, now: datetime) -> Screen:
    """The card as teachers will see it, what is not set, and what to do with it."""
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
    publish = wishes.Publish(event=event.id, version=event.version).pack()
    return (
        (Button(say.plain("button-publish"), publish, style="success"),),
        (
            Button(say.plain("button-change"), wishes.ChangeMenu(event=event.id).pack()),
            Button(say.plain("button-draft"), wishes.KeepDraft(event=event.id).pack()),
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
    named = [f"«{shortened(other.title, SHOWN_TITLE)}», {event_time(say, other)}" for other in clashes]
    return say("draft-clash", events="; ".join(named))


def kept(say: Say, event: Event) -> Screen:
    """The draft waits in the list."""
    manage = Button(say.plain("menu-manage"), wishes.Go(to=wishes.Place.MANAGE).pack())
    look = Button(say.plain("button-open-event"), wishes.ManageEvent(event=event.id).pack())
    return Screen(say("draft-kept", title=event.title), rows=((look, manage),))


def change_menu(say: Say, event: Event, *, is_draft: bool) -> Screen:
    """Every field with its value, each with a button."""
    lines = [
        say(
            "draft-line",
            field=say.plain(f"draft-field-{field.value}"),
            value=shortened(field_value(say, event, field), SHOWN_VALUE),
        )
        for field in DraftField
    ]
    buttons = [
        Button(say.plain(f"draft-field-{field.value}"), wishes.ChangeEvent(event=event.id, field=field).pack())
        for field in DraftField
    ]
    rows = tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))
    back = Button(say.plain("button-back"), wishes.ManageEvent(event=event.id).pack())
    drop = Button(say.plain("button-drop-draft"), wishes.DropDraft(event=event.id, sure=0).pack(), style="danger")
    last = (back, drop) if is_draft else (back,)
    return Screen(say.lines([say("draft-change-head"), *lines]), rows=(*rows, last))


def ask_drop(say: Say, event: Event) -> Screen:
    sure = Button(say.plain("button-sure-drop"), wishes.DropDraft(event=event.id, sure=1).pack(), style="danger")
    back = Button(say.plain("button-back"), wishes.ManageEvent(event=event.id).pack())
    return Screen(say("draft-drop-asked", title=event.title), rows=((sure, back),))


def dropped(say: Say, title: str) -> Screen:
    manage = Button(say.plain("menu-manage"), wishes.Go(to=wishes.Place.MANAGE).pack())
    return Screen(say("draft-dropped", title=title), rows=((manage,),))
