"""Leaving a form that is open."""

from aiogram.fsm.context import FSMContext

from services.actors import Actor


async def put_aside(actor: Actor, state: FSMContext) -> None:
    """Leave the open form for the menu; a newcomer's answers are kept until «Профиль» asks the next question."""
    if actor.teacher is None:
        await state.set_state(None)
    else:
        await state.clear()
