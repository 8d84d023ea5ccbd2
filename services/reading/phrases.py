"""Phrases of a table looked up among tokens: «старш* воспитател*» means these words with any endings."""

from collections.abc import Iterable
from typing import Generic, TypeVar

from services.reading.text import Tokens

T = TypeVar("T")


class Phrases(Generic[T]):
    """A table of phrases and their meanings, indexed by first letter so that most words are skipped at once."""

    def __init__(self, rows: Iterable[tuple[str, T]]) -> None:
        self._by_letter: dict[str, list[tuple[tuple[str, ...], T]]] = {}
        for text, meaning in rows:
            parts = tuple(text.replace("-", " - ").split())
            self._by_letter.setdefault(parts[0][0], []).append((parts, meaning))

    def at(self, tokens: Tokens, at: int) -> tuple[T, int] | None:
        """Return the meaning of the longest phrase at this token and the index after it; among equals the first one."""
        best: tuple[T, int] | None = None
        for parts, meaning in self._by_letter.get(tokens[at].text[:1], ()):
            after = _match(tokens, at, parts)
            if after is not None and (best is None or after > best[1]):
                best = (meaning, after)
        return best


def phrases(*texts: str) -> Phrases[None]:
    """Return a table whose phrases all mean the same."""
    return Phrases((text, None) for text in texts)


def _match(tokens: Tokens, at: int, parts: tuple[str, ...]) -> int | None:
    """Return the index after the phrase if it is found here.

    A dash may separate its words, or a dot after a shortened one («зам. директора»).
    """
    for index, part in enumerate(parts):
        if index and part != "-" and (tokens[at].text == "-" or (tokens[at].text == "." and tokens[at].glued)):
            at += 1
        text = tokens[at].text
        if not text or not (text.startswith(part[:-1]) if part.endswith("*") else text == part):
            return None
        at += 1
    return at
