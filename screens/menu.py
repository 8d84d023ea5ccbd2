"""The main menu: a reply keyboard, with one row more for the staff."""

from screens.screen import Screen
from screens.texts import Say

TEACHER_LABELS = (
    ("menu-events", "menu-my"),
    ("menu-card", "menu-certificates"),
    ("menu-profile", "menu-help"),
)
STAFF_LABELS = (("menu-new-event", "menu-manage"),)


def main_menu(say: Say, text: str, *, staff: bool) -> Screen:
    """Show `text` (HTML) with the reply keyboard under it."""
    labels = (*STAFF_LABELS, *TEACHER_LABELS) if staff else TEACHER_LABELS
    return Screen(text, reply_keyboard=tuple(tuple(say.plain(label) for label in row) for row in labels))
