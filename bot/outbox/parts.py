"""Screens that one message cannot carry."""

from dataclasses import replace

from bot.messenger import Limits
from screens.screen import Screen, plain_text
from services.lengths import length


def parts(screen: Screen, limits: Limits) -> list[Screen]:
    """Split a screen whose text does not fit into the caption of its file: the text first, then the file."""
    if screen.file is None or length(plain_text(screen.text)) <= limits.caption:
        return [screen]
    return [Screen(screen.text, fresh=True), replace(screen, text="", toast=None)]
