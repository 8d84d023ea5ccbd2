"""A code word sent as a message; it counts while any form is open, except in a field where a name is typed."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import Message

from handlers.work import Work
from screens.attendance import code_word as screens
from screens.menu import STAFF_LABELS, TEACHER_LABELS
from screens.screen import Screen
from screens.texts import Say, labels
from services.actors import Actor
from services.attendance import code_word as code_words
from services.attendance.code_word import CodeAttempt

NAME_STATE_ENDINGS = (":name", ":person")
"""Ends of a form's state while a name is typed (`Registering:name`): a surname may be a code word as well."""


class CodeWord(Filter):
    """Pass a text that is a code word, or was meant as one, and hand it on as `attempt`."""

    def __init__(self) -> None:
        rows = (*STAFF_LABELS, *TEACHER_LABELS)
        self._menu = frozenset(text.casefold() for row in rows for key in row for text in labels(key))

    async def __call__(
        self, message: Message, work: Work, actor: Actor, now: datetime, raw_state: str | None = None
    ) -> bool | dict[str, CodeAttempt]:
        text = message.text or ""
        if code_words.read_code_word(text) is None or text.strip().casefold() in self._menu:
            return False
        if raw_state is not None and raw_state.endswith(NAME_STATE_ENDINGS):
            return False
        attempt = await work(code_words.recognize, actor, text, raw_state is not None, now)
        return False if attempt is None else {"attempt": attempt}


def router() -> Router:
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
    return screens.answered(say, answered, in_form=raw_state is not None)
