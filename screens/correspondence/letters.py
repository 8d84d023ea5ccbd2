"""Letters to the participants of an event: written, previewed, sent; the letter as it is received."""

from screens import wishes
from screens.buttons import ask_organizer_button
from screens.dates import event_time, moment
from screens.screen import Screen
from screens.shortened import shortened
from screens.texts import Say
from services.correspondence.letters import LetterDraft, LetterRead

TITLE_LIMIT = 120


def ask(say: Say, draft: LetterDraft, *, bad: str | None = None) -> Screen:
    """Ask for the text; `bad` (HTML): why the last one was refused."""
    back = say.button("button-not-now", wishes.ManageEvent(event=draft.event.id))
    return Screen(say.lines([bad, say("desk-ask-letter", count=draft.people)]), rows=((back,),))


def preview(say: Say, draft: LetterDraft) -> Screen:
    """Show the letter as it will be read, and how many people get it."""
    event = draft.event
    title = shortened(event.title, TITLE_LIMIT)
    text = say.lines(
        [say("desk-letter-preview", count=draft.people), say("desk-letter-text", title=title, text=draft.text)]
    )
    send = say.button("button-send", wishes.SendLetter(event=event.id, send=1), style="success")
    drop = say.button("button-not-now", wishes.SendLetter(event=event.id, send=0))
    return Screen(text, rows=((send, drop),))


def sent(say: Say, draft: LetterDraft) -> Screen:
    event = draft.event
    if draft.later is None:
        text = say("desk-letter-sent", count=draft.people)
    else:
        text = say("desk-letter-waits", count=draft.people, time=moment(say, draft.later, event.tz))
    back = say.button("button-open-event", wishes.ManageEvent(event=event.id))
    return Screen(text, rows=((back,),))


def dropped(say: Say, event_id: int) -> Screen:
    back = say.button("button-open-event", wishes.ManageEvent(event=event_id))
    return Screen(say("desk-letter-dropped"), rows=((back,),))


def received(say: Say, view: LetterRead) -> Screen:
    """Show the organizer's words, signed by name."""
    event = view.event
    title = shortened(event.title, TITLE_LIMIT)
    text = say("desk-notice-letter", title=title, time=event_time(say, event), text=view.text)
    signed = say("desk-notice-letter-from", name=view.author.full_name) if view.author else None
    ask = ask_organizer_button(say, event.id)
    card = say.button("button-more", wishes.ShowEvent(event=event.id))
    return Screen(say.lines([text, signed]), rows=((ask, card),))
