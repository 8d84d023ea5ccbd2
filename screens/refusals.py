"""The registry of refusals: the words and the next step of each class, collected from the subjects."""

from collections.abc import Callable

from screens import next_steps
from screens.attendance import refusals as attendance
from screens.correspondence import refusals as correspondence
from screens.desk import refusals as desk
from screens.events import refusals as events
from screens.next_steps import NextStep, no_next_step
from screens.people import refusals as people
from screens.reminders import refusals as reminders
from screens.screen import Screen
from screens.texts import Say
from services.refusals import Refusal

NEXT: dict[type[Refusal], NextStep] = {
    **next_steps.NEXT,
    **events.NEXT,
    **desk.NEXT,
    **correspondence.NEXT,
    **reminders.NEXT,
    **attendance.NEXT,
    **people.NEXT,
}
"""Next step by class of refusal; every class is listed, with `no_next_step` if there is none."""

WORDS: dict[type[Refusal], Callable[[Say, Refusal], str]] = {**events.WORDS}
"""Words of the refusals whose values have to be put into words first."""


def refusal_screen(say: Say, refusal: Refusal) -> Screen:
    """Show the reason and, below it, the buttons of the next step."""
    words = WORDS.get(type(refusal), _text)
    step = NEXT.get(type(refusal), no_next_step)
    return Screen(words(say, refusal), rows=step(say, refusal))


def _text(say: Say, refusal: Refusal) -> str:
    return say(refusal.key, **refusal.values)
