"""Phrases of a table found among tokens: «старш* воспитател*» means these words with any endings."""

from services.typed_text import Tokens

Pattern = tuple[str, ...]


def pattern(text: str) -> Pattern:
    """A table's phrase as parts, one a token."""
    return tuple(text.replace("-", " - ").split())


def match(tokens: Tokens, at: int, words: Pattern) -> int | None:
    """The index after the phrase if it stands at this token. Between its words may stand a dash, or a dot after a
    shortened one («зам. директора»)."""
    for index, part in enumerate(words):
        if index and part != "-" and (tokens[at].text == "-" or (tokens[at].text == "." and tokens[at].glued)):
            at += 1
        text = tokens[at].text
        fits = text.startswith(part[:-1]) if part.endswith("*") else text == part
        if not fits or not text:
            return None
        at += 1
    return at
