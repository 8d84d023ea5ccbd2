"""What is wrong in a network's file, as data: where, and which sentence of locales/*/loading.ftl says why."""

from dataclasses import dataclass, field

Path = tuple[str | int, ...]
"""The way to a value: names of fields and numbers of list items from 0."""

LONGEST_QUOTE = 40


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing wrong; `line` counts from 1 and is None when the file as a whole is meant."""

    key: str
    line: int | None = None
    values: dict[str, str | int] = field(default_factory=dict)


class Refused(Exception):
    """The file is not loaded, nothing was written. `mistakes` stand in the order of their lines."""

    def __init__(self, mistakes: list[Mistake]) -> None:
        super().__init__(f"{len(mistakes)} mistakes")
        unique = {(one.line, one.key, *sorted(one.values.items())): one for one in mistakes}
        self.mistakes = sorted(unique.values(), key=lambda one: one.line or 0)


def quoted(value: object) -> str:
    """A value of the file short enough for a sentence."""
    text = " ".join(str(value).split())
    return text if len(text) <= LONGEST_QUOTE else f"{text[: LONGEST_QUOTE - 1]}…"
