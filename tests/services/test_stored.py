"""Typed JSON in rows."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import ClassVar

import pytest

from services.stored import Shapes, UnknownShape, dump


class Step(StrEnum):
    NAME = "name"


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    step: Step
    chosen: tuple[int, ...] = ()
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class ChangedShape:
    VERSION: ClassVar[int] = 2
    words: str


@dataclass(frozen=True, slots=True)
class RenamedClass:
    NAME: ClassVar[str] = "earlier_name"
    words: str


SHAPES = Shapes[object]([OpenQuestion, ChangedShape, RenamedClass])


def test_a_value_comes_back_from_json_as_it_was() -> None:
    value = OpenQuestion(Step.NAME, (1, 2), datetime(2026, 11, 5, 12, 30, tzinfo=UTC))
    stored = json.loads(json.dumps(dump(value)))
    assert (stored["name"], stored["version"]) == ("open_question", 1)
    assert SHAPES.load(stored) == value


@pytest.mark.parametrize(
    "stored",
    [
        {"name": "nothing_known", "version": 1, "data": {}},
        {"name": "changed_shape", "version": 1, "data": {"words": "old"}},
        {},
    ],
)
def test_an_unknown_name_or_version_is_refused(stored: dict[str, object]) -> None:
    with pytest.raises(UnknownShape):
        SHAPES.load(stored)


def test_the_version_of_a_changed_shape_is_stored_with_it() -> None:
    assert SHAPES.load(dump(ChangedShape("new"))) == ChangedShape("new")
    assert dump(ChangedShape("new"))["version"] == 2


def test_a_class_may_keep_the_name_that_is_stored_already() -> None:
    stored = dump(RenamedClass("old"))
    assert (stored["name"], SHAPES.load(stored)) == ("earlier_name", RenamedClass("old"))


def test_two_shapes_of_one_name_are_refused() -> None:
    @dataclass(frozen=True, slots=True)
    class OtherShape:
        NAME: ClassVar[str] = "changed_shape"

    with pytest.raises(ValueError, match="two shapes"):
        Shapes[object]([ChangedShape, OtherShape])
