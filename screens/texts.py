"""Texts by key and values: one renderer for HTML and one for plain words, both from locales/."""

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import locales
from screens.screen import Button, Style, Wish

if TYPE_CHECKING:
    from fluent_compiler.bundle import FluentBundle

Value = str | int | float
LANGUAGES = ("ru", "en")
REMEMBERED_TEXTS = 4096
_QUOTES = {"ru": "«»„“", "en": "“”‘’"}
"""Quotation marks by language: the outer pair, then the inner one."""
_FOLDER = Path(locales.__file__).parent
_ENTRY = re.compile(r"^(?=-?[A-Za-z][\w-]*[ \t]*=)", re.MULTILINE)
_KEY = re.compile(r"-?[A-Za-z][\w-]*")
_LITERAL = re.compile(r"-?[A-Za-z][\w-]*[ \t]*=[ \t]*([^{}\s](?:[^{}\n]*[^{}\s])?)[ \t]*\n?(?:#.*\n?|[ \t]*\n)*")
"""An entry of one line without placeables; comments and empty lines may follow."""
_REFERENCE = re.compile(r"\{\s*(-?[A-Za-z][\w-]*)")


class TextMissing(LookupError):
    """A key or a value of a text is missing: a bug, found by the checks."""


@cache
def _sources(language: str) -> dict[str, str]:
    """Return the source of every message and term by its key (a term's begins with a dash)."""
    found: dict[str, str] = {}
    for path in sorted((_FOLDER / language).glob("*.ftl")):
        for entry in _ENTRY.split(path.read_text(encoding="utf-8")):
            if key := _KEY.match(entry):
                found.setdefault(key[0], entry)
    return found


@cache
def _bundle(language: str, key: str) -> "FluentBundle":
    """Return one message with the messages and terms it refers to, compiled.

    Compiling takes about a millisecond a message and a second a language, so a message is compiled at its first use.
    """
    from fluent_compiler.bundle import FluentBundle
    from fluent_compiler.resource import FtlResource

    sources, keys = _sources(language), [key]
    needed: dict[str, str] = {}
    while keys:
        if (part := keys.pop()) in sources and part not in needed:
            needed[part] = sources[part]
            keys += _REFERENCE.findall(sources[part])
    return FluentBundle(language, [FtlResource("".join(needed.values()))], use_isolating=False)


@cache
def _literal(language: str, key: str) -> str | None:
    """Return a message that needs no compiling, as it is its own text; None for all others."""
    match = _LITERAL.fullmatch(_sources(language)[key])
    return match and match[1]


def load_compiler() -> None:
    """Load what compiling needs, the rules of each language among them, so that the first text takes no longer.

    That is about a tenth of a second of processor time.
    """
    for language in LANGUAGES:
        _bundle(language, next(key for key in _sources(language) if _literal(language, key) is None))


def has_text(language: str, key: str) -> bool:
    return key in _sources(language)


def plain(language: str, key: str, **values: Value) -> str:
    """Return the text of `key` without mark-up: for buttons, toasts, file names, documents, the terminal.

    Pass identifiers and years as strings: numbers are formatted in the language's way (2 026).
    """
    has_words = any(isinstance(value, str) for value in values.values())
    return _rendered(language, key, **values) if has_words else _remembered(language, key, **values)


def _rendered(language: str, key: str, **values: Value) -> str:
    if not has_text(language, key):
        raise TextMissing(f"{language}: {key}")
    text = _literal(language, key)
    if text is None:
        text, errors = _bundle(language, key).format(key, values)
        if errors:
            raise TextMissing(f"{language}: {key}: {errors[0]}")
    return _with_inner_quotes(str(text), _QUOTES.get(language, ""))


_remembered = lru_cache(REMEMBERED_TEXTS, typed=True)(_rendered)
"""Texts without values or with numbers alone, which come again and again; words may be a person's."""


def _with_inner_quotes(text: str, signs: str) -> str:
    """Give inner quotes their own marks («„Разговоры“ глазами»); a text with unpaired marks stays as it is."""
    if not signs or text.count(signs[0]) < 2:
        return text
    depth, written = 0, []
    for sign in text:
        depth += sign == signs[0]
        written.append(signs[2:][signs.index(sign)] if depth > 1 and sign in signs[:2] else sign)
        depth -= sign == signs[1]
        if depth < 0:
            return text
    return text if depth else "".join(written)


class Say:
    """Texts of one language: `say(key, …)` is HTML with every value escaped, `say.plain(key, …)` plain text."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, key: str, **values: Value) -> str:
        safe = {name: escape(value, quote=False) if isinstance(value, str) else value for name, value in values.items()}
        return plain(self.language, key, **safe)

    def plain(self, key: str, **values: Value) -> str:
        return plain(self.language, key, **values)

    def button(self, key: str, wish: Wish, *, style: Style | None = None, **values: Value) -> Button:
        """Return a button labelled with the text of `key` that sends `wish`."""
        return Button.of(self.plain(key, **values), wish, style=style)

    def lines(self, lines: Iterable[str | None]) -> str:
        """Join rendered lines, leaving out empty ones."""
        return "\n".join(line for line in lines if line)


def labels(key: str) -> frozenset[str]:
    """Return the text of `key` in every language, to recognize a label that is typed or pressed."""
    return frozenset(plain(language, key) for language in LANGUAGES if has_text(language, key))
