"""Typed text prepared for reading: cleaned, split into tokens, with the pieces already understood cut out."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from services.cleaning import clean, one_line

TAKEN = "\ue000"
"""Replaces every character of an understood piece in a page's `plain`."""

HIDDEN = "\ue001"
"""Replaces a character that no reader may take but the note keeps, such as those of a telephone number."""

TOO_LARGE = 10**6
"""The value of a number with seven digits or more."""

_TOKEN = re.compile(r"\d+|[^\W\d_]+|\S")
_SAME = {"ё": "е", **dict.fromkeys("‐‑‒–—―−", "-"), **dict.fromkeys("′’‘`", "'")}


def plain(text: str) -> str:
    """Return the text in lower case, with ё as е and one kind of dash; every character keeps its index."""
    return "".join(_SAME.get(low, low) if len(low := char.lower()) == 1 else char for char in text)


def words_on_one_line(text: str, shortest: int, longest: int) -> str | None:
    """Return the text on one line; None for a command, fewer than two letters, or a length outside the limits."""
    line = one_line(text)
    letters = sum(char.isalpha() for char in line)
    if line.startswith("/") or letters < 2 or not shortest <= len(line) <= longest:
        return None
    return line


@dataclass(frozen=True, slots=True)
class Token:
    """A number, a word or one sign; `start` and `end` are character indices of the page."""

    text: str
    start: int
    end: int
    glued: bool
    """No space precedes it."""

    @property
    def is_number(self) -> bool:
        return self.text[:1].isdecimal()

    @property
    def is_word(self) -> bool:
        return self.text[:1].isalpha()

    @property
    def is_sign(self) -> bool:
        """Whether this is a sign, a taken character or the end of the text."""
        return not (self.is_number or self.is_word)

    @property
    def value(self) -> int:
        """The number, or -1 for anything else."""
        if not self.is_number:
            return -1
        return int(self.text) if len(self.text) < 7 else TOO_LARGE


class Tokens:
    """The tokens of one text; an index out of bounds gives an empty token, so grammar may look ahead and back."""

    def __init__(self, text: str) -> None:
        found: list[Token] = []
        last = -1
        for match in _TOKEN.finditer(text):
            found.append(Token(match.group(), match.start(), match.end(), match.start() == last))
            last = match.end()
        self._all = found
        self._outside = Token("", len(text), len(text), False)

    def __len__(self) -> int:
        return len(self._all)

    def __getitem__(self, index: int) -> Token:
        return self._all[index] if 0 <= index < len(self._all) else self._outside

    def words(self, index: int, count: int) -> tuple[str, ...]:
        """Return the texts of `count` tokens from `index` on."""
        return tuple(self[at].text for at in range(index, index + count))

    def skip(self, index: int, *signs: str) -> int:
        """Return the first index from `index` on whose token is none of these signs."""
        while self[index].text in signs and self[index].text:
            index += 1
        return index


class Page:
    """One message being read: every reader takes its piece, and the rest becomes the note."""

    def __init__(self, text: str) -> None:
        self.text = clean(text)
        self.plain = plain(self.text)

    def tokens(self) -> Tokens:
        return Tokens(self.plain)

    def take(self, start: int, end: int) -> str:
        """Cut characters `start` to `end` out and return them as typed."""
        self.plain = self.plain[:start] + TAKEN * (end - start) + self.plain[end:]
        return self.text[start:end]

    def take_all(self, spans: Iterable[tuple[int, int]]) -> None:
        """Cut all these spans out."""
        for start, end in spans:
            self.take(start, end)

    def hide(self, start: int, end: int) -> None:
        """Hide characters `start` to `end` from every reader."""
        self.plain = self.plain[:start] + HIDDEN * (end - start) + self.plain[end:]

    def remaining_text(self) -> str:
        """Return the text as typed, with a space for every character that a reader took."""
        return "".join(" " if cut == TAKEN else char for char, cut in zip(self.text, self.plain, strict=True))

    def remaining_spans(self) -> list[tuple[int, int]]:
        """Return the spans that no reader took, split at line ends, without blank ones."""
        return [
            (match.start(), match.end())
            for match in re.finditer(rf"[^{TAKEN}\n]+", self.plain)
            if not match.group().isspace()
        ]
