"""The one cleaning of every text that comes in: typed, under a file, in the network's file, in an address."""

import re
import unicodedata

_PICTURE = (
    "[\u00a9\u00ae\u203c\u2049\u2122\u2139\u2194-\u21aa\u231a-\u23ff\u24c2\u25aa-\u25fe\u2600-\u27bf\u2934\u2935"
    "\u2b05-\u2b55\u3030\u303d\u3297\u3299\U0001f000-\U0001faff]"
)
_LATER_PICTURES = range(0x1F000, 0x1FB00)
"""Emoji newer than this Python's tables count as unassigned there."""
_INVISIBLE_LETTERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180f\u2800\u3164\uffa0\ufffc\U0001d159")
_JOINERS = re.compile(
    rf"((?<={_PICTURE})\ufe0f|(?<=[#*0-9])\ufe0f(?=\u20e3)"
    rf"|(?<={_PICTURE})\u200d(?={_PICTURE})|(?<={_PICTURE}\ufe0f)\u200d(?={_PICTURE}))|[\ufe0f\u200d]"
)
"""Variation selector 16 and the zero-width joiner; the group matches those that hold an emoji together."""
REMEMBERED_CODES = 0x3000
"""Alphabets and punctuation lie below; further signs are rare in a text."""
_BLANK_LINES = re.compile(r"\n{3,}")


class _Signs(dict[int, str]):
    """Replacement of each sign by its code; filled as signs are met, for a bounded number of them."""

    def __missing__(self, code: int) -> str:
        replacement = _sign(chr(code))
        if code < REMEMBERED_CODES:
            self[code] = replacement
        return replacement


def _sign(char: str) -> str:
    category = unicodedata.category(char)
    if char in "\n\r\v\f\x85\u2028\u2029":
        return "\n"
    if char.isspace():
        return " "
    if char in "\u200d\ufe0f" or ord(char) in _LATER_PICTURES:
        return char
    is_selector = "VARIATION SELECTOR" in unicodedata.name(char, "")
    return "" if category.startswith("C") or char in _INVISIBLE_LETTERS or is_selector else char


_SIGNS = _Signs()


def clean(text: str) -> str:
    """Return the text of several lines as it is stored: composed letters, single spaces, at most one blank line.

    Signs that no eye can see or that turn the reading order are dropped: control, bidi, zero-width, private and
    unassigned ones. The joiners inside an emoji stay. A text of nothing else is empty.
    """
    signs = text.replace("\r\n", "\n").translate(_SIGNS)
    if "\u200d" in signs or "\ufe0f" in signs:
        signs = _JOINERS.sub(r"\1", signs)
    lines = (" ".join(line.split()) for line in unicodedata.normalize("NFC", signs).split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()


def one_line(text: str) -> str:
    """Return the text cleaned and on one line."""
    return " ".join(clean(text).split())
