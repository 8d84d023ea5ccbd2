"""The words for an event's fields."""

from screens.desk.field_words import FIELD_WORDS
from services.desk.fields.definition import DraftField


def test_every_field_has_words() -> None:
    assert set(FIELD_WORDS) == set(DraftField)
