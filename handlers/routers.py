"""All routers in the order in which they are asked; the fallback is last."""

from aiogram import Router

from handlers import events, fallback, my_events, profile, profile_form, start
from handlers.methodist import people


def build_router() -> Router:
    """A fresh tree of routers: commands and menu labels first, so that they leave any open form; forms after them."""
    root = Router(name="centrik")
    root.include_routers(
        fallback.help_router(),
        events.events_router(),
        my_events.my_events_router(),
        profile.profile_router(),
        people.people_router(),
        start.start_router(),  # takes every /start that no deep link above has taken
        # forms
        profile_form.profile_form_router(),
        people.inviting_router(),
        fallback.fallback_router(),
    )
    return root
