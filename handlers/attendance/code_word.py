"""A code word sent as a message: understood before any open form, except a field where a name is typed."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import Message

from handlers.work import Work
from screens.attendance import sheet as screens
from screens.menu import STAFF_LABELS, TEACHER_LABELS
from screens.screen import Screen
from screens.texts import Say, labels
from services.actors import Actor
from services.attendance import code_word as code_words
from services.attendance.code_word import CodeAttempt

NAME_FIELDS = (":name", ":person")
"""How a form's state ends while somebody's name is typed (`Registering:name`): surnames are nouns, too."""


class CodeWord(Filter):
    """Passes a text that is a code word, or was meant as one, and hands it on as `attempt`."""

    def __init__(self) -> None:
        rows = (*STAFF_LABELS, *TEACHER_LABELS)
        self._menu = frozenset(text.casefold() for row in rows for key in row for text in labels(key))

    async def __call__(
        self, message: Message, work: Work, actor: Actor, now: datetime, raw_state: str | None = None
    ) -> bool | dict[str, CodeAttempt]:
        text = message.text or ""
        if code_words.read_code_word(text) is None or text.strip().casefold() in self._menu:
            return False
        if raw_state is not None and raw_state.endswith(NAME_FIELDS):
            return False
        attempt = await work(code_words.recognize, actor, text, raw_state is not None, now)
        return False if attempt is None else {"attempt": attempt}


def router() -> Router:
    """Asked before every form, for the hall does not wait."""
    routes = Router(name="attendance.code_word")
    routes.message.register(submit_code_word, CodeWord())
    return routes


async def submit_code_word(
    message: Message,
    attempt: CodeAttempt,
    work: Work,
    say: Say,
    actor: Actor,
    now: datetime,
    raw_state: str | None = None,
) -> Screen:
    answered = await work(code_words.submit_code_word, actor, attempt, now)
    return screens.word_answered(say, answered, in_form=raw_state is not None)
