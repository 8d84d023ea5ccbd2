"""The form of an event in words: the organizer's own, else the word of the category."""

from screens.texts import Say


def form_word(say: Say, code: str, title: str) -> str:
    """Return the form in the nominative, plain. `title`: the organizer's own word, empty without one."""
    return title or say.plain(f"form-{code}")


def taking_part_in(say: Say, code: str, title: str) -> str:
    """Return what comes after «участие в», plain: «семинаре», or «мероприятии» for a word nobody has inflected."""
    return say.plain(f"prepositional-{_inflected(say, code, title)}")


def at_form(say: Say, code: str, title: str) -> str:
    """Return «на семинаре», plain, or «на мероприятии» for a word nobody has inflected."""
    return say.plain(f"at-{_inflected(say, code, title)}")


def is_own(say: Say, code: str, title: str) -> bool:
    """Whether the organizer named the form otherwise than the category."""
    return title != "" and _inflected(say, code, title) == "own"


def _inflected(say: Say, code: str, title: str) -> str:
    return "own" if title and title != say.plain(f"form-{code}") else code
