"""Changing an event: the menu of its fields, a move that is confirmed, the form left."""

from collections.abc import Sequence

from models import Event
from screens import wishes
from screens.desk.events import quiet_line
from screens.desk.field_words import field_value
from screens.events.moved import schedule_text
from screens.events.words import form_of
from screens.screen import Button, Screen
from screens.shortened import shortened
from screens.texts import Say
from services.desk.changes import Change
from services.desk.fields.definition import DraftField

VALUE_LIMIT = 120


MORE_FIELDS = (
    DraftField.FORM_TITLE,
    DraftField.LEVEL,
    DraftField.TAGS,
    DraftField.SCOPE,
    DraftField.ORDER,
    DraftField.ISSUER,
)
"""Fields that few events need, in a menu of their own."""


def change_menu(say: Say, event: Event, *, is_draft: bool) -> Screen:
    """Show the fields that most events need, each with its value and a button."""
    fields = [field for field in DraftField if field not in MORE_FIELDS]
    more = say.button("button-more-fields", wishes.ChangeMore(event=event.id))
    back = say.button("button-back", wishes.ManageEvent(event=event.id))
    drop = say.button("button-drop-draft", wishes.DropDraft(event=event.id, sure=0), style="danger")
    last = (back, drop) if is_draft else (back,)
    return _menu(say, event, fields, (more,), last)


def more_menu(say: Say, event: Event) -> Screen:
    """Show the fields that few events need."""
    speakers = say.button("button-speakers", wishes.ShowSpeakers(event=event.id))
    return _menu(say, event, MORE_FIELDS, (speakers, say.button("button-back", wishes.ChangeMenu(event=event.id))))


def _menu(say: Say, event: Event, fields: Sequence[DraftField], *last: tuple[Button, ...]) -> Screen:
    lines = [
        say(
            "draft-line",
            field=say.plain(f"draft-field-{field.value}"),
            value=shortened(field_value(say, event, field), VALUE_LIMIT),
        )
        for field in fields
    ]
    buttons = [
        say.button(f"draft-field-{field.value}", wishes.ChangeEvent(event=event.id, field=field)) for field in fields
    ]
    rows = tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))
    return Screen(say.lines([say("draft-change-head"), *lines]), rows=(*rows, *last))


def ask_move(say: Say, change: Change) -> Screen:
    """Ask before a move that participants are told of."""
    event, was, becomes = change.event, change.was, change.becomes
    lines = [say("desk-ask-move", count=change.people), say("event-name", title=event.title, form=form_of(say, event))]
    if was is not None and becomes is not None:
        lines += [
            say("desk-was", was=schedule_text(say, was)),
            say("desk-becomes", becomes=schedule_text(say, becomes)),
        ]
    sure = wishes.ApplyChange(event=event.id, version=event.version)
    back = say.button("button-not-now", wishes.ManageEvent(event=event.id))
    return Screen(say.lines(lines), rows=((say.button("button-sure-move", sure, style="primary"), back),))


def changed_head(say: Say, change: Change) -> str:
    """Return the line that tells what was changed, and when participants are told."""
    if change.was is None:
        return say("desk-changed")
    return say.lines([say("desk-moved", count=change.people), quiet_line(say, change.later, change.event.tz)])


def left(say: Say, event_id: int) -> Screen:
    back = say.button("button-open-event", wishes.ManageEvent(event=event_id))
    return Screen(say("desk-left"), rows=((back,),))
