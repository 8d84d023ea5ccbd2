"""Removal of characters that no paper or calendar can show from texts typed by people."""

import unicodedata

# Reversed letters could make one name look like another; right-to-left scripts need none of these characters.
_DIRECTION_OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def printable(text: str) -> str:
    """Return `text` on one line, without control characters, lone surrogates and direction overrides.

    Line breaks and tabs become spaces; the document itself wraps lines.
    """
    spaced = " ".join(text.split()) if any(mark in text for mark in "\n\r\t\v\f\u2028\u2029") else text
    return "".join(
        mark for mark in spaced if mark not in _DIRECTION_OVERRIDES and unicodedata.category(mark) not in {"Cc", "Cs"}
    )
