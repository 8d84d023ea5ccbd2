"""Shared parts of forms: leaving the open one, keys of their data."""

from aiogram.fsm.context import FSMContext

from services.actors import Actor

EVENT_AFTER_PROFILE = "after_profile_event"
"""Key of the event whose card a newcomer opened; the end of the registration leads back to it."""


async def put_aside(actor: Actor, state: FSMContext) -> None:
    """Leave the open form for the menu; a newcomer's answers are kept until «Профиль» asks the next question."""
    if actor.teacher is None:
        await state.set_state(None)
    else:
        await state.clear()
