"""The participants of an event."""

from models import RegistrationState
from screens import wishes
from screens.desk.events import counts_line
from screens.names import name_and_place
from screens.pages import page_row
from screens.screen import Screen, Wish
from screens.shortened import shortened
from screens.texts import Say
from services.desk.participants import Participant, Participants

TITLE_LIMIT = 120
PERSON_LIMIT = 160


def participants(say: Say, page: Participants) -> Screen:
    """Show a page of people with their schools and posts, the numbers above."""
    event, counts = page.event, page.counts
    people = [_person(say, participant) for participant in page.page.items] or [say("desk-participants-none")]
    head = say("desk-participants", title=shortened(event.title, TITLE_LIMIT))
    text = say.lines([head, counts_line(say, event, counts), *people])

    def turn_to(number: int) -> Wish:
        return wishes.ShowParticipants(event=event.id, page=number)

    write = say.button("button-write-all", wishes.WriteToParticipants(event=event.id))
    back = say.button("button-back", wishes.ManageEvent(event=event.id))
    can_write = page.may_change and counts.confirmed + counts.offered + counts.walk_ins > 0
    return Screen(text, rows=(*page_row(say, page.page, turn_to), *(((write,),) if can_write else ()), (back,)))


def _person(say: Say, participant: Participant) -> str:
    registration = participant.registration
    named = shortened(name_and_place(say, registration.teacher), PERSON_LIMIT)
    if registration.state is RegistrationState.WAITLISTED:
        return say("desk-person-waiting", who=named, number=str(participant.place))
    if registration.state is RegistrationState.OFFERED:
        return say("desk-person-offered", who=named)
    if registration.walk_in:
        return say("desk-person-walk-in", who=named)
    return say("desk-person-confirmed" if participant.agreed else "desk-person-asked", who=named)
