"""Publishing an event; the answer tells when the first reminder announces it."""

from datetime import datetime

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from handlers.work import Work
from screens import wishes
from screens.desk import publishing as screens
from screens.screen import Screen
from screens.texts import Say
from services.actors import Actor
from services.desk import events as desk
from services.desk import publishing
from services.reminder_rules import announcement


def router() -> Router:
    routes = Router(name="reminders.publishing")
    routes.callback_query.register(publish, wishes.Publish.filter())
    return routes


async def publish(
    query: CallbackQuery,
    callback_data: wishes.Publish,
    work: Work,
    say: Say,
    actor: Actor,
    now: datetime,
    state: FSMContext,
) -> Screen:
    event = await work(publishing.publish, actor, callback_data.event, callback_data.version, now)
    await state.clear()
    news = await work(announcement, event, now)
    return screens.published(say, await work(desk.desk_event, actor, event.id), now, news)
