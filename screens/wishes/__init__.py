"""The button protocol, one file a subject; every wish is exported here (`wishes.SignUp`).

A wish names the end state and carries ids, an enum and at most the view (page, filter); never rights. Packed it stays
within Telegram's 64 bytes. A prefix never changes its meaning: old buttons live in chats for years.
"""

from aiogram.filters.callback_data import CallbackData

from screens.wishes.attendance import *  # noqa: F403 - every wish of the subject, without a list to keep
from screens.wishes.correspondence import *  # noqa: F403 - every wish of the subject, without a list to keep
from screens.wishes.delivery import *  # noqa: F403 - every wish of the subject, without a list to keep
from screens.wishes.desk import *  # noqa: F403 - every wish of the subject, without a list to keep
from screens.wishes.events import *  # noqa: F403 - every wish of the subject, without a list to keep
from screens.wishes.ground import *  # noqa: F403 - every wish of the subject, without a list to keep
from screens.wishes.people import *  # noqa: F403 - every wish of the subject, without a list to keep
from screens.wishes.recognition import *  # noqa: F403 - every wish of the subject, without a list to keep
from screens.wishes.reminders import *  # noqa: F403 - every wish of the subject, without a list to keep

ALL: tuple[type[CallbackData], ...] = tuple(
    wish for wish in CallbackData.__subclasses__() if wish.__module__.startswith(f"{__name__}.")
)
"""Every wish of the protocol."""
