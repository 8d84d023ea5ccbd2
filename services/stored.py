"""Typed JSON in rows: forms, notices and jobs are frozen dataclasses, stored with their name and version."""

import re
from collections.abc import Iterable
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter

T = TypeVar("T")

_ADAPTERS: dict[type, TypeAdapter[Any]] = {}
_WORD_START = re.compile(r"(?<!^)(?=[A-Z])")


class UnknownShape(Exception):
    """The stored JSON has a name or a version that this program does not know."""


def name_of(kind: type) -> str:
    """Return the stored name of a class: its `NAME`, otherwise made of the class's, `seat_offered` of `SeatOffered`."""
    name: str = getattr(kind, "NAME", "") or _WORD_START.sub("_", kind.__name__).lower()
    return name


def version_of(kind: type) -> int:
    """Return the version of the shape: `VERSION` of the class, 1 for a shape that has never changed."""
    version: int = getattr(kind, "VERSION", 1)
    return version


def dump(value: object) -> dict[str, Any]:
    """Return the value as JSON with its name and version."""
    kind = type(value)
    return {"name": name_of(kind), "version": version_of(kind), "data": _adapter(kind).dump_python(value, mode="json")}


class Shapes(Generic[T]):
    """The classes that one column may hold."""

    def __init__(self, kinds: Iterable[type[T]]) -> None:
        self._by_name: dict[str, type[T]] = {}
        for kind in kinds:
            if self._by_name.setdefault(name_of(kind), kind) is not kind:
                raise ValueError(f"two shapes are called {name_of(kind)}")

    def load(self, stored: dict[str, Any]) -> T:
        """Return the value that `dump` stored. Raises UnknownShape, and ValidationError for data of another shape."""
        kind = self._by_name.get(stored.get("name", ""))
        if kind is None or stored["version"] != version_of(kind):
            raise UnknownShape(f"{stored.get('name')} {stored.get('version')}")
        value: T = _adapter(kind).validate_python(stored["data"])
        return value


def _adapter(kind: type) -> TypeAdapter[Any]:
    if kind not in _ADAPTERS:
        _ADAPTERS[kind] = TypeAdapter(kind)
    return _ADAPTERS[kind]
