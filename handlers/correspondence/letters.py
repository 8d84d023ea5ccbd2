"""Letters of an organizer to the participants of an event."""

from dataclasses import dataclass, replace

from handlers.routes import press, typed
from handlers.visit import Visit
from screens import wishes
from screens.correspondence import letters as screens
from screens.screen import Screen
from services.correspondence import letters
from services.correspondence.letters import LetterGone
from services.lengths import TextLength
from services.rights import Right


@dataclass(frozen=True, slots=True)
class WritingLetter:
    """`text`: what was typed last, shown as a preview; empty until something is typed."""

    event: int
    text: str = ""


def write(visit: Visit, wish: wishes.WriteToParticipants) -> Screen:
    draft = letters.start_letter(visit.db, visit.actor, wish.event)
    visit.form = WritingLetter(wish.event)
    return screens.ask(visit.say, draft)


def type_letter(visit: Visit, form: WritingLetter) -> Screen:
    """Take the text, also another one after the preview."""
    try:
        draft = letters.preview_letter(visit.db, visit.actor, form.event, visit.text)
    except TextLength as bad:
        again = letters.start_letter(visit.db, visit.actor, form.event)
        return screens.ask(visit.say, again, bad=visit.say(bad.key, **bad.values))
    visit.form = replace(form, text=draft.text)
    return screens.preview(visit.say, draft)


def send(visit: Visit, wish: wishes.SendLetter) -> Screen:
    form = visit.form
    if not isinstance(form, WritingLetter) or form.event != wish.event or not form.text:
        raise LetterGone(event=wish.event)
    visit.form = None
    if not wish.send:
        return screens.dropped(visit.say, wish.event)
    return screens.sent(visit.say, letters.send_letter(visit.db, visit.actor, wish.event, form.text, visit.now))


ROUTES = (
    press(wishes.WriteToParticipants, write, Right.OWN_EVENT),
    press(wishes.SendLetter, send, Right.OWN_EVENT),
    typed(WritingLetter, type_letter, Right.OWN_EVENT),
)
