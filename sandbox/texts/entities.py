"""Formatted text as Telegram stores it: plain text with entities measured in UTF-16 units."""

import html
import re
from typing import Any

from sandbox.calls.errors import bad_request
from sandbox.texts.html import parse_html

Entity = dict[str, Any]

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
SOURCE_LIMIT_BYTES = 1 << 15
ENTITY_LIMIT = 100

# Order of entities that cover the same characters, outermost first; the names are those of MessageEntity.type.
_NESTING = (
    "blockquote", "expandable_blockquote", "bold", "italic", "underline", "strikethrough", "spoiler",
    "text_link", "text_mention", "custom_emoji", "date_time", "pre", "code",
)  # fmt: skip

_DETECTED = re.compile(
    r"(?P<url>\b(?:https?://|t\.me/)[^\s<>«»\"]*[^\s<>«»\".,:;!?)\]])"
    r"|(?P<email>(?<![\w.@-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?P<bot_command>(?<![\w/<>])/[a-zA-Z0-9_]{1,64}(?:@[a-zA-Z0-9_]{3,32})?(?![\w/]))"
    r"|(?P<mention>(?<![\w@])@[a-zA-Z][a-zA-Z0-9_]{3,31}\b)"
    r"|(?P<hashtag>(?<![\w#])#\w*[^\W\d]\w*)"
)
_DROPPED_CHARACTERS = re.compile("[\r\u2028-\u202e]")
_CONTROL_CHARACTERS = re.compile("[\x00-\x09\x0b\x0c\x0e-\x1f]")


def utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def utf16_slice(text: str, offset: int, length: int) -> str:
    return text.encode("utf-16-le")[offset * 2 : (offset + length) * 2].decode("utf-16-le", errors="replace")


def read_formatted(source: str, parse_mode: str, entities: list[Entity] | None) -> tuple[str, list[Entity]]:
    """Return plain text and its entities as Telegram would store them, including detected ones (links, commands).

    ApiError refuses what Telegram refuses, and every parse mode other than HTML.
    """
    try:
        size = len(source.encode())
    except UnicodeEncodeError as error:
        raise bad_request("strings must be encoded in UTF-8") from error
    if size > SOURCE_LIMIT_BYTES:
        raise bad_request("text is too long")
    mode = parse_mode.lower()
    if mode == "html":
        try:
            text, marked = parse_html(source)
        except ValueError as error:
            raise bad_request(f"can't parse entities: {error}") from error
    elif mode in ("", "none"):
        text, marked = source, [_checked(entity) for entity in entities or []]
    else:
        raise bad_request("unsupported parse_mode")
    return _with_detected(*_trimmed(*_cleaned(text, marked)))


def check_length(text: str, limit: int, what: str) -> None:
    """Refuse a text of more than `limit` UTF-16 units: "message is too long", "message caption is too long"."""
    if utf16_length(text) > limit:
        raise bad_request(f"{what} is too long")


def to_html(text: str, entities: list[Entity]) -> str:
    """Return HTML for the chat page and tests: only the tags made here, every value escaped."""
    encoded = text.encode("utf-16-le")
    pieces: list[str] = []

    def write(start: int, end: int, inside: list[Entity]) -> None:
        position = start
        remaining = inside
        while remaining:
            outer, *remaining = remaining
            begin = max(outer["offset"], position)
            finish = min(outer["offset"] + outer["length"], end)
            if begin >= finish:
                continue
            nested = [entity for entity in remaining if entity["offset"] < finish]
            remaining = [entity for entity in remaining if entity["offset"] + entity["length"] > finish]
            pieces.append(_escaped(encoded, position, begin))
            opening, closing = _tags(outer, utf16_slice(text, outer["offset"], outer["length"]))
            pieces.append(opening)
            write(begin, finish, nested)
            pieces.append(closing)
            position = finish
        pieces.append(_escaped(encoded, position, end))

    write(0, len(encoded) // 2, _sorted(entities))
    return "".join(pieces)


def _escaped(encoded: bytes, begin: int, end: int) -> str:
    return html.escape(encoded[begin * 2 : end * 2].decode("utf-16-le", errors="replace"), quote=False)


def _tags(entity: Entity, covered: str) -> tuple[str, str]:
    simple = {
        "bold": "b", "italic": "i", "underline": "u", "strikethrough": "s", "code": "code", "pre": "pre",
        "blockquote": "blockquote", "spoiler": "tg-spoiler",
    }  # fmt: skip
    kind = entity["type"]
    if kind in simple:
        return f"<{simple[kind]}>", f"</{simple[kind]}>"
    if kind == "expandable_blockquote":
        return "<blockquote expandable>", "</blockquote>"
    if kind in ("text_link", "url"):
        link = str(entity.get("url") or (covered if "://" in covered else f"https://{covered}"))
        if link.startswith(("http://", "https://", "tg://", "mailto:")):
            return f'<a href="{html.escape(link)}">', "</a>"
    return "", ""


def _checked(entity: Entity) -> Entity:
    if not isinstance(entity, dict) or not {"type", "offset", "length"} <= entity.keys():
        raise bad_request("can't parse MessageEntity: fields type, offset and length are required")
    return {**entity, "offset": int(entity["offset"]), "length": int(entity["length"])}


def _cleaned(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Turn control characters into spaces and drop direction marks, as Telegram does."""
    text = _CONTROL_CHARACTERS.sub(" ", text)
    if not _DROPPED_CHARACTERS.search(text):
        return text, entities
    dropped = [utf16_length(text[: match.start()]) for match in _DROPPED_CHARACTERS.finditer(text)]

    def moved(offset: int) -> int:
        return offset - sum(1 for place in dropped if place < offset)

    shifted = [
        {**entity, "offset": begin, "length": moved(entity["offset"] + entity["length"]) - begin}
        for entity in entities
        for begin in [moved(entity["offset"])]
    ]
    return _DROPPED_CHARACTERS.sub("", text), shifted


def _trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    cut = utf16_length(text) - utf16_length(text.lstrip())
    text = text.strip()
    total = utf16_length(text)
    kept = []
    for entity in entities:
        begin = max(entity["offset"] - cut, 0)
        end = min(entity["offset"] - cut + entity["length"], total)
        if begin < end:
            kept.append({**entity, "offset": begin, "length": end - begin})
    return text, kept


def _with_detected(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    taken = [(entity["offset"], entity["offset"] + entity["length"]) for entity in entities if _is_opaque(entity)]
    found = []
    for match in _DETECTED.finditer(text):
        begin = utf16_length(text[: match.start()])
        length = utf16_length(match.group())
        if not any(start < begin + length and begin < end for start, end in taken):
            found.append({"type": match.lastgroup, "offset": begin, "length": length})
    return text, _sorted([*entities, *found])


def _is_opaque(entity: Entity) -> bool:
    return entity["type"] in ("code", "pre", "text_link", "text_mention")


def _sorted(entities: list[Entity]) -> list[Entity]:
    def place(entity: Entity) -> tuple[int, int, int]:
        kind = entity["type"]
        return entity["offset"], -entity["length"], _NESTING.index(kind) if kind in _NESTING else len(_NESTING)

    return sorted(entities, key=place)
