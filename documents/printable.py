"""Text typed by people may hold characters that no paper or calendar can show; they are dropped in one place."""

import unicodedata

# A reversed run of letters would let a name print as another one; letters of right-to-left scripts need no such sign.
_DIRECTION_OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def printable(text: str) -> str:
    """Keeps every visible character: drops controls (NUL and its kin), lone surrogates and direction overrides.

    A line break or a tab becomes a space: each value is one line, wrapped by the document itself.
    """
    spaced = " ".join(text.split()) if any(mark in text for mark in "\n\r\t\v\f\u2028\u2029") else text
    return "".join(
        mark for mark in spaced if mark not in _DIRECTION_OVERRIDES and unicodedata.category(mark) not in {"Cc", "Cs"}
    )
