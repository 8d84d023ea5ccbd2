"""The speakers of an event: added by name, with role, topic and order."""

from dataclasses import dataclass, replace

from handlers.routes import press, typed
from handlers.visit import Visit
from screens import wishes
from screens.desk import speakers as screens
from screens.screen import Screen
from services.desk import speakers
from services.desk.changes import changeable_event
from services.desk.speakers import OpenedSpeaker
from services.lengths import TextLength
from services.rights import Right


@dataclass(frozen=True, slots=True)
class AddingSpeaker:
    """The name of a speaker is awaited; `name`: the one typed last, which may become a guest's."""

    event: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class NamingTopic:
    """A speaker is shown and the topic of the talk is awaited."""

    speaker: int


def show_list(visit: Visit, wish: wishes.ShowSpeakers) -> Screen:
    visit.form = None
    return screens.speaker_list(visit.say, speakers.speaker_list(visit.db, visit.actor, wish.event))


def add(visit: Visit, wish: wishes.AddSpeaker) -> Screen:
    changeable_event(visit.db, visit.actor, wish.event, visit.now)
    visit.form = AddingSpeaker(wish.event)
    return screens.ask_name(visit.say, wish.event)


def type_name(visit: Visit, form: AddingSpeaker) -> Screen:
    try:
        people = speakers.find_people(visit.db, visit.actor, visit.text)
    except TextLength as bad:
        return screens.ask_name(visit.say, form.event, bad=visit.say(bad.key, **bad.values))
    name = speakers.checked_name(visit.text)
    visit.form = replace(form, name=name)
    return screens.choose_person(visit.say, form.event, name, people)


def choose(visit: Visit, wish: wishes.ChooseSpeaker) -> Screen:
    """Add the pressed person, or the typed name as a guest."""
    if wish.teacher:
        return _open(visit, speakers.add_person(visit.db, visit.actor, wish.event, wish.teacher, visit.now))
    form = visit.form
    if not isinstance(form, AddingSpeaker) or form.event != wish.event or not form.name:
        return add(visit, wishes.AddSpeaker(event=wish.event))
    return _open(visit, speakers.add_guest(visit.db, visit.actor, wish.event, form.name, visit.now))


def open_one(visit: Visit, wish: wishes.OpenSpeaker) -> Screen:
    return _open(visit, speakers.open_speaker(visit.db, visit.actor, wish.speaker))


def give_role(visit: Visit, wish: wishes.GiveSpeakerRole) -> Screen:
    return _open(visit, speakers.give_role(visit.db, visit.actor, wish.speaker, wish.role, visit.now))


def set_meeting(visit: Visit, wish: wishes.SetSpeakerMeeting) -> Screen:
    return _open(visit, speakers.set_meeting(visit.db, visit.actor, wish.speaker, wish.meeting, visit.now))


def move(visit: Visit, wish: wishes.MoveSpeaker) -> Screen:
    return _open(visit, speakers.move_to(visit.db, visit.actor, wish.speaker, wish.place, visit.now))


def clear_topic(visit: Visit, wish: wishes.ClearTopic) -> Screen:
    return _open(visit, speakers.set_topic(visit.db, visit.actor, wish.speaker, "", visit.now))


def type_topic(visit: Visit, form: NamingTopic) -> Screen:
    if not visit.text.strip():
        return _open(visit, speakers.open_speaker(visit.db, visit.actor, form.speaker))
    try:
        found = speakers.set_topic(visit.db, visit.actor, form.speaker, visit.text, visit.now)
    except TextLength as bad:
        found = speakers.open_speaker(visit.db, visit.actor, form.speaker)
        return screens.opened(visit.say, found, bad=visit.say(bad.key, **bad.values))
    return _open(visit, found)


def remove(visit: Visit, wish: wishes.RemoveSpeaker) -> Screen:
    visit.form = None
    return screens.speaker_list(visit.say, speakers.remove(visit.db, visit.actor, wish.speaker, visit.now))


def _open(visit: Visit, found: OpenedSpeaker) -> Screen:
    visit.form = NamingTopic(found.speaker.role.id)
    return screens.opened(visit.say, found)


ROUTES = (
    press(wishes.ShowSpeakers, show_list, Right.STAFF),
    press(wishes.AddSpeaker, add, Right.OWN_EVENT),
    press(wishes.ChooseSpeaker, choose, Right.OWN_EVENT),
    press(wishes.OpenSpeaker, open_one, Right.STAFF),
    press(wishes.GiveSpeakerRole, give_role, Right.OWN_EVENT),
    press(wishes.SetSpeakerMeeting, set_meeting, Right.OWN_EVENT),
    press(wishes.MoveSpeaker, move, Right.OWN_EVENT),
    press(wishes.ClearTopic, clear_topic, Right.OWN_EVENT),
    press(wishes.RemoveSpeaker, remove, Right.OWN_EVENT),
    typed(AddingSpeaker, type_name, Right.STAFF, takes_names=True),
    typed(NamingTopic, type_topic, Right.STAFF),
)
