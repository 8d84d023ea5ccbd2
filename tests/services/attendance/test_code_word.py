"""Code words: reading them from texts and choosing them for events."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from models import Event
from services.attendance.code_word import choose_code_word, read_code_word
from services.events.window import closes_at, opens_at
from services.reading.words.code import CODE_WORDS
from tests.builders import NOW, make_event, make_network


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("берёза", "береза"),
        ("  БЕРЕЗА!!! ", "береза"),
        ("«Берёза»", "береза"),
        ("код: берёза", "береза"),
        ("Кодовое слово – берёза.", "береза"),
        ("код", "код"),
        ("две берёзы", None),
        ("береза 7", None),
        ("7", None),
        ("", None),
        ("🌳", None),
        ("/start", None),
        ("б" * 65, None),
    ],
)
def test_a_code_word_is_read_from_a_text_of_one_word(typed: str, word: str | None) -> None:
    assert read_code_word(typed) == word


def test_the_words_are_many_and_each_is_read_back() -> None:
    assert len(set(CODE_WORDS)) == len(CODE_WORDS) >= 200
    assert [word for word in CODE_WORDS if read_code_word(word) != word] == []


def test_a_code_word_is_accepted_from_15_minutes_before_the_start_to_2_hours_after_the_end(db: Session) -> None:
    event = make_event(db)
    assert event.starts_at - opens_at(event) == timedelta(minutes=15)
    assert closes_at(event) - event.ends_at == timedelta(hours=2)


@pytest.fixture
def events(db: Session) -> list[Event]:
    """Events at the same time that use all words but the last."""
    make_network(db)
    crowd = [make_event(db, f"Событие {number}") for number in range(len(CODE_WORDS) - 1)]
    for event, word in zip(crowd, CODE_WORDS, strict=False):
        event.meetings[0].code_word = word
    db.flush()
    return crowd


@pytest.mark.usefixtures("events")
def test_a_word_in_use_is_not_given_twice(db: Session) -> None:
    assert choose_code_word(db, make_event(db, "Ещё одно").meetings[0], NOW) == CODE_WORDS[-1]


def test_with_all_words_in_use_only_overlapping_events_get_different_ones(db: Session, events: list[Event]) -> None:
    events[0].set_schedule([events[0].starts_local + timedelta(days=30)], 2.0, events[0].zone)
    make_event(db, "Последнее слово").meetings[0].code_word = CODE_WORDS[-1]
    db.flush()
    assert choose_code_word(db, make_event(db, "Ещё одно").meetings[0], NOW) == CODE_WORDS[0]


def test_words_of_past_events_are_free_again(db: Session, events: list[Event]) -> None:
    after = events[0].ends_at + timedelta(hours=3)
    events[-1].meetings[0].code_word = CODE_WORDS[-1]
    late = make_event(db, "Через месяц", days=36)
    assert choose_code_word(db, late.meetings[0], after) in CODE_WORDS
