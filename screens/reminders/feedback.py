"""Feedback after an event: the request, and the answers to a mark and to words."""

from screens import wishes
from screens.screen import Button, Screen
from screens.texts import Say
from services.lengths import TextLength
from services.reminders.views import EventNews


def asked(say: Say, news: EventNews) -> Screen:
    event = news.event
    marks = tuple(Button.of(str(mark), wishes.GiveMark(event=event.id, mark=mark)) for mark in range(1, 6))
    return Screen(say("remind-feedback", title=event.title), rows=(marks,))


def mark_kept(say: Say, mark: int) -> Screen:
    return Screen(say("feedback-thanks", mark=str(mark)), rows=((_without_words(say),),))


def words_kept(say: Say) -> Screen:
    return Screen(say("feedback-words-kept"))


def words_needed(say: Say, bad: TextLength) -> Screen:
    return Screen(say(bad.key, **bad.values), rows=((_without_words(say),),))


def done(say: Say) -> Screen:
    return Screen(say("feedback-done"))


def _without_words(say: Say) -> Button:
    return say.button("button-without-words", wishes.LeaveForm())
