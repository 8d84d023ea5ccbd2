"""Who takes part in an event, and letters to them."""

from models import RegistrationState
from screens import wishes
from screens.dates import moment
from screens.names import name_and_place
from screens.pages import page_row
from screens.screen import Screen, Wish
from screens.shortened import shortened
from screens.texts import Say
from services.correspondence.letters import LetterDraft
from services.desk.participants import Participant, Participants

TITLE_SHOWN = 120
WHO_SHOWN = 160


def participants(say: Say, page: Participants) -> Screen:
    """A page of people with their schools and posts; the numbers stand above."""
    event, counts = page.event, page.counts
    capacity = "none" if event.capacity is None else str(event.capacity)
    more = (
        ("desk-counts-offered", counts.offered),
        ("desk-counts-waiting", counts.waiting),
        ("desk-counts-walk-ins", counts.walk_ins),
    )
    numbers = [say("desk-counts", confirmed=counts.confirmed, capacity=capacity)]
    numbers += [say(key, count=count) for key, count in more if count]
    people = [_person(say, who) for who in page.page.items] or [say("desk-participants-none")]
    head = say("desk-participants", title=shortened(event.title, TITLE_SHOWN))
    text = say.lines([head, " · ".join(numbers), *people])

    def turn_to(number: int) -> Wish:
        return wishes.ShowParticipants(event=event.id, page=number)

    write = say.button("button-write-all", wishes.WriteToParticipants(event=event.id))
    back = say.button("button-back", wishes.ManageEvent(event=event.id))
    can_write = page.may_change and counts.confirmed + counts.offered + counts.walk_ins > 0
    return Screen(text, rows=(*page_row(say, page.page, turn_to), *(((write,),) if can_write else ()), (back,)))


def _person(say: Say, who: Participant) -> str:
    registration = who.registration
    named = shortened(name_and_place(say, registration.teacher), WHO_SHOWN)
    if registration.state is RegistrationState.WAITLISTED:
        return say("desk-person-waiting", who=named, number=str(who.place))
    if registration.state is RegistrationState.OFFERED:
        return say("desk-person-offered", who=named)
    if registration.walk_in:
        return say("desk-person-walk-in", who=named)
    return say("desk-person-confirmed" if who.agreed else "desk-person-asked", who=named)


def ask_letter(say: Say, draft: LetterDraft, *, bad: str | None = None) -> Screen:
    """The question for the text; `bad` is why the last one would not do."""
    back = say.button("button-not-now", wishes.ManageEvent(event=draft.event.id))
    return Screen(say.lines([bad, say("desk-ask-letter", count=draft.people)]), rows=((back,),))


def letter_preview(say: Say, draft: LetterDraft) -> Screen:
    """The letter as it will be read, and to how many people it goes."""
    event = draft.event
    title = shortened(event.title, TITLE_SHOWN)
    text = say.lines(
        [say("desk-letter-preview", count=draft.people), say("desk-letter-text", title=title, text=draft.text)]
    )
    send = say.button("button-send", wishes.SendLetter(event=event.id, send=1), style="success")
    drop = say.button("button-not-now", wishes.SendLetter(event=event.id, send=0))
    return Screen(text, rows=((send, drop),))


def letter_sent(say: Say, draft: LetterDraft) -> Screen:
    event = draft.event
    if draft.later is None:
        text = say("desk-letter-sent", count=draft.people)
    else:
        text = say("desk-letter-waits", count=draft.people, time=moment(say, draft.later, event.tz))
    back = say.button("button-open-event", wishes.ManageEvent(event=event.id))
    return Screen(text, rows=((back,),))


def letter_dropped(say: Say, event_id: int) -> Screen:
    back = say.button("button-open-event", wishes.ManageEvent(event=event_id))
    return Screen(say("desk-letter-dropped"), rows=((back,),))
