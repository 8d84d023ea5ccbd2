"""Questions to organizers and answers to them: names and schools, never phones or usernames."""

from datetime import datetime
from zoneinfo import ZoneInfo

from models import Event, Teacher
from screens import wishes
from screens.buttons import stop_form_button
from screens.dates import moment
from screens.names import post_of
from screens.screen import Button, Screen
from screens.shortened import shortened
from screens.texts import Say
from services.correspondence.questions import Line, SentLine, Thread

TITLE_LIMIT = 120
EARLIER_LIMIT = 500


def ask(say: Say, event: Event | None, *, bad: str | None = None) -> Screen:
    """Ask for the question; `bad` (HTML): why the last text was refused."""
    if event is None:
        text = say("question-ask-general")
    else:
        text = say("question-ask-event", title=shortened(event.title, TITLE_LIMIT))
    return Screen(say.lines([bad, text]), rows=((stop_form_button(say),),))


def answer(say: Say, thread: Thread, *, bad: str | None = None) -> Screen:
    """Show the thread so far and ask for the answer; `bad` (HTML): why the last text was refused."""
    event = thread.event
    head = say("question-thread")
    if event is not None:
        head = say("question-thread-event", title=shortened(event.title, TITLE_LIMIT))
    lines = [
        say("question-line", who=_name(say, line), text=shortened(line.text, EARLIER_LIMIT)) for line in thread.lines
    ]
    return Screen(say.lines([bad, head, *lines, say("question-ask-answer")]), rows=((stop_form_button(say),),))


def sent(say: Say, done: SentLine) -> Screen:
    text = say("question-sent") if done.to_organizer else say("question-answer-sent")
    return Screen(say.lines([text, _delay_line(say, done.later, done.tz)]))


def left(say: Say) -> Screen:
    return Screen(say("question-left"))


def asked(say: Say, thread: Thread) -> Screen:
    """Show the question to the organizers."""
    line = thread.lines[0]
    who = _person(say, line.person)
    if thread.event is None:
        head = say("question-notice-asked", who=who)
    else:
        head = say("question-notice-asked-event", who=who, title=shortened(thread.event.title, TITLE_LIMIT))
    return _notice(say, head, thread)


def answered(say: Say, thread: Thread) -> Screen:
    """Show the answer to the asker, with the organizer's name and post."""
    line = thread.lines[0]
    who = say.plain("question-organizer")
    if line.person is not None:
        who = say.plain("question-person", name=line.person.full_name, place=post_of(say, line.person))
    if thread.event is None:
        head = say("question-notice-answered", who=who)
    else:
        head = say("question-notice-answered-event", who=who, title=shortened(thread.event.title, TITLE_LIMIT))
    return _notice(say, head, thread)


def _notice(say: Say, head: str, thread: Thread) -> Screen:
    reply = say.button("button-answer", wishes.AnswerQuestion(question=thread.question.id))
    rows: list[tuple[Button, ...]] = [(reply,)]
    if thread.event is not None:
        rows.append((say.button("button-more", wishes.ShowEvent(event=thread.event.id)),))
    return Screen(say.lines([head, say("question-notice-text", text=thread.lines[0].text)]), rows=tuple(rows))


def _name(say: Say, line: Line) -> str:
    if line.person is not None:
        return line.person.full_name
    return say.plain("question-guest") if line.asks else say.plain("question-organizer")


def _person(say: Say, person: Teacher | None) -> str:
    if person is None or person.erased_at is not None:
        return say.plain("question-guest")
    organization = person.organization
    if organization is None:
        return person.full_name
    return say.plain("question-person", name=person.full_name, place=organization.short)


def _delay_line(say: Say, later: datetime | None, tz: ZoneInfo) -> str | None:
    return say("question-waits", time=moment(say, later, tz)) if later else None
