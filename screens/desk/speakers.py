"""The speakers of an event at the desk: the list, adding a person, one speaker with role and topic."""

from models import Event, EventRole, ParticipationRole, Teacher
from screens import wishes
from screens.dates import meeting_name
from screens.names import post_of
from screens.screen import Button, Rows, Screen
from screens.shortened import BUTTON_LABEL_LIMIT, shortened
from screens.texts import Say
from services.desk.speakers import OpenedSpeaker, SpeakerList
from services.events.speakers import SPEAKING_ROLES, Speaker

LINE_LIMIT = 160
LINES_LIMIT = 3000
TYPED_LIMIT = 80


def speaker_list(say: Say, found: SpeakerList) -> Screen:
    """Show the speakers in their order, each with a button."""
    event = found.event
    head = say("speakers-head", title=shortened(event.title, LINE_LIMIT))
    lines: list[str] = []
    for number, speaker in enumerate(found.speakers, start=1):
        words = shortened(speaker_words(say, speaker), LINE_LIMIT)
        lines.append(say("speakers-line", number=number, speaker=words))
    if not lines:
        lines.append(say("speakers-none"))
    buttons: Rows = tuple((_open_button(speaker),) for speaker in found.speakers)
    add = say.button("button-add-speaker", wishes.AddSpeaker(event=event.id), style="primary")
    back = say.button("button-back", wishes.ManageEvent(event=event.id))
    return Screen(say.lines([head, *_fitting(lines)]), rows=(*buttons, (add, back)))


def ask_name(say: Say, event_id: int, *, bad: str | None = None) -> Screen:
    """Ask for the name of a speaker; `bad`: why the typed one was refused."""
    back = say.button("button-back", wishes.ShowSpeakers(event=event_id))
    return Screen(say.lines([bad, say("speaker-ask-name")]), rows=((back,),))


def choose_person(say: Say, event_id: int, typed: str, people: list[Teacher]) -> Screen:
    """Show the people of that name, and the name itself as a guest's."""
    buttons: Rows = tuple((_person_button(say, event_id, teacher),) for teacher in people)
    name = shortened(typed, TYPED_LIMIT)
    guest = say.plain("button-speaker-guest", name=name)
    as_guest = Button.of(shortened(guest, BUTTON_LABEL_LIMIT), wishes.ChooseSpeaker(event=event_id, teacher=0))
    back = say.button("button-back", wishes.ShowSpeakers(event=event_id))
    text = say("speaker-found" if people else "speaker-found-nobody", typed=name)
    return Screen(text, rows=(*buttons, (as_guest,), (back,)))


def opened(say: Say, found: OpenedSpeaker, *, bad: str | None = None) -> Screen:
    """Show one speaker with the roles to press; a typed text is the topic. `bad`: why the typed one was refused."""
    role, event = found.speaker.role, found.event
    place = say("speaker-place", place=found.place, last=found.last) if found.last > 1 else None
    words = say("speaker-opened", speaker=shortened(speaker_words(say, found.speaker), 2 * LINE_LIMIT))
    text = say.lines([bad, words, place, say("speaker-ask-topic")])
    roles = [_role_button(say, role, code) for code in SPEAKING_ROLES]
    moves: list[Button] = []
    if found.place > 1:
        earlier = wishes.MoveSpeaker(speaker=role.id, place=found.place - 1)
        moves.append(say.button("button-speaker-earlier", earlier))
    if found.place < found.last:
        moves.append(say.button("button-speaker-later", wishes.MoveSpeaker(speaker=role.id, place=found.place + 1)))
    no_topic = say.button("button-speaker-no-topic", wishes.ClearTopic(speaker=role.id))
    drop = say.button("button-speaker-remove", wishes.RemoveSpeaker(speaker=role.id), style="danger")
    back = say.button("button-speaker-list", wishes.ShowSpeakers(event=event.id))
    rows = [tuple(roles[at : at + 2]) for at in range(0, len(roles), 2)]
    rows += [(button,) for button in _meeting_buttons(say, event, role)]
    rows += [row for row in (tuple(moves), (no_topic, drop) if role.topic else (drop,), (back,)) if row]
    return Screen(text, rows=tuple(rows))


def speaker_words(say: Say, speaker: Speaker) -> str:
    """Return «Иванова И. И., СОШ № 1 – мастер-класс, «Тема»», plain."""
    place = speaker.teacher.organization.short if speaker.teacher and speaker.teacher.organization else ""
    who = ", ".join(part for part in (speaker.name, place) if part)
    topic = say.plain("speaker-topic", topic=speaker.role.topic) if speaker.role.topic else ""
    where = meeting_name(say, speaker.meeting) if speaker.meeting else ""
    what = ", ".join(part for part in (say.plain(f"role-{speaker.role.role.value}"), topic, where) if part)
    return say.plain("speaker-words", who=who, what=what)


def _meeting_buttons(say: Say, event: Event, role: EventRole) -> list[Button]:
    """Return a button for each of several meetings; the chosen one leads back to the whole event."""
    buttons = []
    for meeting in event.meetings if len(event.meetings) > 1 else ():
        is_chosen = meeting.id == role.meeting_id
        label = meeting_name(say, meeting)
        label = say.plain("button-chosen", what=label) if is_chosen else label
        wish = wishes.SetSpeakerMeeting(speaker=role.id, meeting=0 if is_chosen else meeting.id)
        buttons.append(Button.of(shortened(label, BUTTON_LABEL_LIMIT), wish))
    return buttons


def _role_button(say: Say, role: EventRole, code: ParticipationRole) -> Button:
    label = say.plain(f"role-{code.value}")
    if code is role.role:
        label = say.plain("button-chosen", what=label)
    return Button.of(label, wishes.GiveSpeakerRole(speaker=role.id, role=code))


def _open_button(speaker: Speaker) -> Button:
    return Button.of(shortened(speaker.name, BUTTON_LABEL_LIMIT), wishes.OpenSpeaker(speaker=speaker.role.id))


def _person_button(say: Say, event_id: int, teacher: Teacher) -> Button:
    place = teacher.organization.short if teacher.organization else post_of(say, teacher)
    label = say.plain("attendance-person-button", name=teacher.full_name, organization=place)
    wish = wishes.ChooseSpeaker(event=event_id, teacher=teacher.id)
    return Button.of(shortened(label, BUTTON_LABEL_LIMIT), wish)


def _fitting(lines: list[str]) -> list[str]:
    """Return as many lines as one message holds."""
    shown: list[str] = []
    for line in lines:
        if sum(map(len, shown)) + len(line) > LINES_LIMIT:
            return [*shown, "…"]
        shown.append(line)
    return shown
