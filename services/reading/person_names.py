"""Full names as people type them, corrected: order is kept, letters are checked, capitals are set."""

import re
from dataclasses import dataclass

LONGEST_PART = 100
"""Letters in one of surname, given name, patronymic."""

_CYRILLIC = re.compile(r"[а-яёіїєґўјљњћђџ]", re.IGNORECASE)
_LATIN = re.compile(r"[a-zà-öø-ÿāēīūčšžłńśźżğışçőű]", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_INITIALS = re.compile(r"(?:[^\W\d_]{1,2}\.)+[^\W\d_]?")
_LOOKALIKES = str.maketrans("aceopxyABCEHKMOPTXY", "асеорхуАВСЕНКМОРТХУ")
_APOSTROPHES = str.maketrans("’`ʼ´‘", "'''''")
_DASHES = str.maketrans("–—‐‑−", "-----")
_BEFORE_SURNAME = {
    "де",
    "да",
    "ди",
    "фон",
    "ван",
    "дер",
    "ден",
    "ла",
    "ле",
    "аль",
    "эль",
    "ибн",
    "de",
    "da",
    "von",
    "van",
}
_AFTER_PATRONYMIC = {"оглы", "оглу", "кызы", "гызы", "кизи", "угли", "улы", "уулу", "ogly", "oglu", "kyzy", "ugli"}


class UnreadableName(ValueError):
    """The text is no full name; `reason` is one of: letters, few, many, short, long."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class PersonName:
    surname: str
    given_name: str
    patronymic: str = ""

    @property
    def full(self) -> str:
        return " ".join(part for part in (self.surname, self.given_name, self.patronymic) if part)


def name_key(full_name: str) -> str:
    """Return the name as namesakes are compared: lower case, ё as е, single spaces."""
    return " ".join(full_name.casefold().replace("ё", "е").split())


def read_name(text: str) -> PersonName:
    """Return surname, given name and, if there is one, patronymic, in the order typed. Raises UnreadableName."""
    if len(text) > 3 * LONGEST_PART:
        raise UnreadableName("long")
    words = text.translate(_APOSTROPHES).translate(_DASHES).replace(" - ", "-").split()
    words = [_unify_script(word) for word in words]
    if any(_INITIALS.fullmatch(word) for word in words[1:]):
        raise UnreadableName("short")
    if not words or not all(_WORD.fullmatch(word) and _is_one_known_script(word) for word in words):
        raise UnreadableName("letters")
    parts = _group_parts(words)
    if len(parts) < 2:
        raise UnreadableName("few")
    if len(parts) > 3:
        raise UnreadableName("many")
    if any(len(part) < 2 for part in parts[1:]):
        raise UnreadableName("short")
    if any(len(part) > LONGEST_PART for part in parts):
        raise UnreadableName("long")
    return PersonName(*parts)


def same_person(one: str, other: str) -> bool:
    """Whether two full names may be one person's; neither order nor a missing patronymic matters."""
    first, second = set(name_key(one).split()), set(name_key(other).split())
    return len(first & second) >= 2 and (first <= second or second <= first)


def _unify_script(word: str) -> str:
    """Replace Latin letters that look Cyrillic within a Cyrillic word."""
    return word.translate(_LOOKALIKES) if _CYRILLIC.search(word) else word


def _is_one_known_script(word: str) -> bool:
    letters = re.sub(r"['-]", "", word)
    return all(_CYRILLIC.match(letter) for letter in letters) or all(_LATIN.match(letter) for letter in letters)


def _group_parts(words: list[str]) -> list[str]:
    """Group words into parts of a name: «де Сильва» and «Мамед оглы» are one part each."""
    parts: list[str] = []
    prefix: list[str] = []
    for word in words:
        small = word.casefold()
        if small in _BEFORE_SURNAME and not parts and len(words) > 2:
            prefix.append(small)
        elif small in _AFTER_PATRONYMIC and len(parts) > 2:
            parts[-1] = f"{parts[-1]} {small}"
        else:
            parts.append(" ".join([*prefix, _capitalize(word)]))
            prefix = []
    return parts


def _capitalize(word: str) -> str:
    if word[0].isupper() and not word.isupper():
        return "-".join(part if part[:1].isupper() else _capitalize_piece(part) for part in word.split("-"))
    return "-".join(_capitalize_piece(part) for part in word.split("-"))


def _capitalize_piece(part: str) -> str:
    lower = part.lower()
    if lower in _AFTER_PATRONYMIC:
        return lower
    return "'".join(piece[:1].upper() + piece[1:] for piece in lower.split("'"))
