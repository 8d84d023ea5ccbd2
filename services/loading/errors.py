"""Errors of a network's file as data: the line, and the sentence of locales/*/loading.ftl that gives the reason."""

import json
from dataclasses import dataclass, field

from services.cleaning import one_line

ValuePath = tuple[str | int, ...]
"""The path to a value: names of fields and numbers of list items from 0."""

MAX_QUOTE_LENGTH = 40


@dataclass(frozen=True, slots=True)
class FileError:
    """One error; `key` names the sentence; `line` counts from 1 and is None for the file as a whole."""

    key: str
    line: int | None = None
    values: dict[str, str | int] = field(default_factory=dict)


class FileRefused(Exception):
    """The file has `errors`, sorted by line; nothing was written."""

    def __init__(self, errors: list[FileError]) -> None:
        super().__init__(f"{len(errors)} errors")
        unique = {(one.line, one.key, *sorted(one.values.items())): one for one in errors}
        self.errors = sorted(unique.values(), key=lambda one: one.line or 0)


def quoted(value: object) -> str:
    """Return a value of the file, shortened to fit a sentence."""
    text = one_line(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
    return text if len(text) <= MAX_QUOTE_LENGTH else f"{text[: MAX_QUOTE_LENGTH - 1]}…"
