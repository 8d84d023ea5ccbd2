"""Telegram's HTML: the tags of the real server, and its refusals with the same byte offsets."""

import re
from typing import Any

Entity = dict[str, Any]

_SIMPLE = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler", "span": "spoiler",
}  # fmt: skip
_TAGS = {*_SIMPLE, "a", "pre", "code", "blockquote", "tg-emoji", "tg-time"}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#x(?P<hex>[0-9a-fA-F]*)|#(?P<decimal>[0-9]*)|(?P<name>[a-zA-Z]*));?")
_SPACES = " \t\r\n\0\v"
_LINK = re.compile(r"(?:https?|tg|ton|tonsite|mailto|tel)[:]|[\w-]+(?:\.[\w-]+)+(?:[/?#:]|$)", re.IGNORECASE)
_MENTION_LINK = re.compile(r"tg://user\?id=(\d+)$")


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """Return text and entities (UTF-16 offsets) of `source`; ValueError in the words of the real server."""
    return _Reader(source).read()


class _OpenTag:
    def __init__(self, tag: str, attributes: dict[str, str], offset: int, written: int) -> None:
        self.tag = tag
        self.attributes = attributes
        self.offset = offset
        self.written = written


class _Reader:
    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.offset = 0
        self.pieces: list[str] = []
        self.entities: list[Entity] = []
        self.stack: list[_OpenTag] = []

    def read(self) -> tuple[str, list[Entity]]:
        while self.at < len(self.source):
            character = self.source[self.at]
            if character == "<":
                begin = self.at
                self.at += 1
                if self._here() == "/":
                    self._close(begin)
                else:
                    self._open(begin)
                continue
            decoded = self._reference() if character == "&" else None
            if decoded is None:
                decoded = character
                self.at += 1
            self.pieces.append(decoded)
            self.offset += 1 + (decoded > "\uffff")
        if self.stack:
            raise ValueError(f'Can\'t find end tag corresponding to start tag "{self.stack[-1].tag}"')
        for entity in self.entities:
            if entity["type"] == "code":
                entity.pop("language", None)
        return "".join(self.pieces), self.entities

    def _here(self) -> str:
        return self.source[self.at] if self.at < len(self.source) else ""

    def _byte_offset(self, position: int) -> int:
        return len(self.source[:position].encode())

    def _take(self, stops: str) -> str:
        begin = self.at
        while self._here() and self._here() not in _SPACES + stops:
            self.at += 1
        return self.source[begin : self.at]

    def _skip_spaces(self) -> None:
        while self._here() and self._here() in _SPACES:
            self.at += 1

    def _reference(self) -> str | None:
        match = _REFERENCE.match(self.source, self.at)
        if match is None:
            return None
        if match["name"] is not None:
            decoded = _NAMED.get(match["name"])
        else:
            digits = match["hex"] if match["hex"] is not None else match["decimal"]
            code = int(digits or "0", 16 if match["hex"] is not None else 10)
            whole = match.group().rstrip(";")
            decoded = chr(code) if 0 < code < 0x10FFFF and len(whole) < 10 else None
        if decoded is None:
            return None
        if "\ud800" <= decoded <= "\udfff":
            raise ValueError(
                "Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate "
                "code units"
            )
        self.at = match.end()
        return decoded

    def _open(self, begin: int) -> None:
        place = self._byte_offset(begin)
        tag = self._take(">").lower()
        if not self._here():
            raise ValueError(f"Unclosed start tag at byte offset {place}")
        if tag not in _TAGS:
            raise ValueError(f'Unsupported start tag "{tag}" at byte offset {place}')
        attributes = self._attributes(tag, place)
        self.at += 1
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise ValueError(f'Tag "span" must have class "tg-spoiler" at byte offset {place}')
        self.stack.append(_OpenTag(tag, attributes, self.offset, len(self.pieces)))

    def _attributes(self, tag: str, place: int) -> dict[str, str]:
        attributes: dict[str, str] = {}
        while self._here() != ">":
            self._skip_spaces()
            if self._here() == ">":
                break
            if not self._here():
                raise ValueError(f"Unclosed start tag at byte offset {place}")
            name = self._take("=>").lower()
            if not name:
                raise ValueError(f'Empty attribute name in the tag "{tag}" at byte offset {place}')
            if tag == "blockquote" and name == "expandable" and self._here() != "=":
                attributes[name] = ""
                continue
            self._skip_spaces()
            if self._here() != "=":
                raise ValueError(
                    f'Expected equal sign in declaration of an attribute of the tag "{tag}" at byte offset {place}'
                )
            self.at += 1
            self._skip_spaces()
            attributes[name] = self._attribute_value(tag, place)
        return attributes

    def _attribute_value(self, tag: str, place: int) -> str:
        quote = self._here()
        if not quote:
            raise ValueError(f'Unclosed start tag "{tag}" at byte offset {place}')
        if quote not in "'\"":
            begin = self.at
            while self._here() and ((self._here().isascii() and self._here().isalnum()) or self._here() in ".-"):
                self.at += 1
            if self._here() not in (*_SPACES, ">"):
                raise ValueError(f"Unexpected end of name token at byte offset {self._byte_offset(begin)}")
            return self.source[begin : self.at].lower()
        self.at += 1
        pieces = []
        while self._here() and self._here() != quote:
            decoded = self._reference() if self._here() == "&" else None
            if decoded is None:
                decoded = self._here()
                self.at += 1
            pieces.append(decoded)
        if not self._here():
            raise ValueError(f"Unclosed start tag at byte offset {place}")
        self.at += 1
        return "".join(pieces)

    def _close(self, begin: int) -> None:
        place = self._byte_offset(begin)
        if not self.stack:
            raise ValueError(f"Unexpected end tag at byte offset {place}")
        self.at += 1
        name = self._take(">").lower()
        self._skip_spaces()
        if self._here() != ">":
            raise ValueError(f"Unclosed end tag at byte offset {place}")
        self.at += 1
        opened = self.stack[-1]
        if name and name != opened.tag:
            raise ValueError(f'Unmatched end tag at byte offset {place}, expected "</{opened.tag}>", found "</{name}>"')
        self.stack.pop()
        length = self.offset - opened.offset
        if length > 0:
            self._add(opened, length)

    def _add(self, opened: _OpenTag, length: int) -> None:
        span: Entity = {"type": "", "offset": opened.offset, "length": length}
        if opened.tag in _SIMPLE:
            self.entities.append({**span, "type": _SIMPLE[opened.tag]})
        elif opened.tag == "a":
            url = opened.attributes.get("href") or "".join(self.pieces[opened.written :])
            if mention := _MENTION_LINK.match(url):
                user = {"id": int(mention[1]), "is_bot": False, "first_name": ""}
                self.entities.append({**span, "type": "text_mention", "user": user})
            elif _LINK.match(url):
                full = url if re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:", url) else f"http://{url}"
                self.entities.append({**span, "type": "text_link", "url": full})
        elif opened.tag == "blockquote":
            kind = "expandable_blockquote" if "expandable" in opened.attributes else "blockquote"
            self.entities.append({**span, "type": kind})
        elif opened.tag == "tg-emoji":
            identifier = opened.attributes.get("emoji-id", "")
            if not identifier.isdigit() or int(identifier) == 0:
                raise ValueError("Invalid custom emoji identifier specified")
            self.entities.append({**span, "type": "custom_emoji", "custom_emoji_id": identifier})
        elif opened.tag == "tg-time":
            unix = opened.attributes.get("unix", "")
            if not unix.isdigit():
                raise ValueError("Invalid date-time specified")
            moment = {"unix_time": int(unix), "date_time_format": opened.attributes.get("format", "")}
            self.entities.append({**span, "type": "date_time", **moment})
        else:
            self._add_code(opened, span)

    def _add_code(self, opened: _OpenTag, span: Entity) -> None:
        """Merge `<pre><code class="language-x">`, in either order, into one block with a language."""
        language = opened.attributes.get("class", "").removeprefix("language-") if opened.tag == "code" else ""
        other = "pre" if opened.tag == "code" else "code"
        last = self.entities[-1] if self.entities else None
        if last and last["type"] == other and (last["offset"], last["length"]) == (span["offset"], span["length"]):
            known = language or last.get("language", "")
            self.entities[-1] = {**span, "type": "pre", **({"language": known} if known else {})}
            return
        self.entities.append({**span, "type": opened.tag, **({"language": language} if language else {})})
