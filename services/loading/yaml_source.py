"""Strict YAML: plain data with the line of every value; no tags, no aliases, no code."""

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    DocumentStartEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceStartEvent,
    StreamStartEvent,
)

from services.cleaning import one_line
from services.loading.errors import FileError, FileRefused, ValuePath, quoted
from services.loading.yaml_complaints import LOADER, complaint

MAX_DEPTH = 12
"""The network's file needs six levels of nesting."""

_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_WHOLE = re.compile(r"[-+]?(?:0|[1-9]\d{0,17})", re.ASCII)
_FRACTION = re.compile(r"[-+]?\d{1,18}\.\d{1,18}", re.ASCII)
_CONSTANTS = {"": None, "~": None, "null": None, "true": True, "false": False}


class Source:
    """The data of a file and the lines of its values."""

    def __init__(self, data: Any, lines: dict[ValuePath, int]) -> None:
        self.data = data
        self._lines = lines

    def line(self, path: ValuePath) -> int:
        """Return the line of a value, or of the nearest value around it that has one."""
        while path and path not in self._lines:
            path = path[:-1]
        return self._lines.get(path, 1)


def read_yaml(raw: bytes) -> Source:
    """Parse the bytes of a file; raises FileRefused."""
    text = _decode(raw)
    builder = _Builder(text)
    try:
        data = builder.document()
    except yaml.MarkedYAMLError as error:
        raise FileRefused([*builder.errors, complaint(error, text)]) from None
    except (yaml.YAMLError, ValueError):  # without a mark, and the pure-Python parser's for an escape of no character
        line = max(builder.lines.values(), default=1)
        raise FileRefused([*builder.errors, FileError("load-not-yaml", line)]) from None
    if builder.errors:
        raise FileRefused(builder.errors)
    return Source(data, builder.lines)


def _decode(raw: bytes) -> str:
    if raw.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) or b"\0" in raw[:2]:
        raise FileRefused([FileError("load-utf16")])
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if b"\0" in raw:
            raise FileRefused([FileError("load-not-a-text")]) from None
        raise FileRefused([FileError("load-not-utf8", raw.count(b"\n", 0, error.start) + 1)]) from None
    unprintable = _UNPRINTABLE.search(text)
    if unprintable:
        line = text.count("\n", 0, unprintable.start()) + 1
        raise FileRefused([FileError("load-unprintable", line, {"code": f"U+{ord(unprintable[0]):04X}"})])
    return text


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


class _Builder:
    """Builds plain data from the parser's events: numbers, true, false and null by their form, all else as text."""

    def __init__(self, text: str) -> None:
        self.lines: dict[ValuePath, int] = {}
        self.errors: list[FileError] = []
        self._events: Iterator[yaml.Event] = iter(yaml.parse(text, Loader=LOADER))

    def document(self) -> Any:
        data = None
        documents = 0
        for event in self._events:
            if isinstance(event, DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise FileRefused([*self.errors, FileError("load-several-documents", _line(event))])
            elif isinstance(event, NodeEvent):
                data = self._value(event, ())
            elif not documents and not isinstance(event, StreamStartEvent):
                raise FileRefused([FileError("load-nothing-inside", 1)])
        return data

    def _value(self, event: yaml.Event, path: ValuePath) -> Any:
        self.lines.setdefault(path, _line(event))
        if isinstance(event, AliasEvent) or getattr(event, "anchor", None) is not None:
            raise FileRefused([*self.errors, FileError("load-alias", _line(event))])
        tag = getattr(event, "tag", None)
        if tag is not None:
            raise FileRefused([*self.errors, FileError("load-tag", _line(event), {"tag": quoted(tag)})])
        if len(path) > MAX_DEPTH:
            raise FileRefused([*self.errors, FileError("load-too-deep", _line(event))])
        if isinstance(event, ScalarEvent):
            return _scalar(event)
        if isinstance(event, SequenceStartEvent):
            return [self._value(item, (*path, number)) for number, item in enumerate(self._items())]
        assert isinstance(event, MappingStartEvent)  # noqa: S101 - the parser knows no fourth kind of node
        return self._mapping(path)

    def _items(self) -> Iterator[yaml.Event]:
        """Yield the events of a collection's own items; the caller consumes each item before the next."""
        while not isinstance(event := next(self._events), CollectionEndEvent):
            yield event

    def _mapping(self, path: ValuePath) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for event in self._items():
            name = one_line(event.value) if isinstance(event, ScalarEvent) else None
            if name is None:
                raise FileRefused([*self.errors, FileError("load-name-not-text", _line(event))])
            if name in found:
                values: dict[str, str | int] = {"field": quoted(name), "first": str(self.lines[*path, name])}
                self.errors.append(FileError("load-field-twice", _line(event), values))
            self.lines.setdefault((*path, name), _line(event))
            found[name] = self._value(next(self._events), (*path, name))
        return found


def _scalar(event: ScalarEvent) -> Any:
    text = one_line(event.value)
    if not event.implicit[0]:
        return text
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if _WHOLE.fullmatch(text):
        return int(text)
    return float(text) if _FRACTION.fullmatch(text) else text
