"""One cleaning for every text that comes in: what stays, what goes, and that nothing gets past it."""

import unicodedata
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Event
from services.cleaning import clean, one_line
from services.lengths import TextLength, TextLimit, check
from services.loading.errors import FileRefused
from services.loading.network_file import read_network
from services.reading.text import Page
from tests.data.network_file import TEXT, changed, load_text

UNSEEN = "\u0000\u0007\u001b\u007f\u009f\u00ad\u061c\u115f\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202e\u2060\u2066"
UNSEEN += "\u2069\u2800\u3164\ufe0f\ufeff\ufff9\ufffe\ue000\uf8ff\ud800\udfff\U000e0041\U000e0100\U0010fffd\u0378"
DIRT = st.text(st.sampled_from(UNSEEN) | st.sampled_from(" \t\n\r\u00a0\u2028\u3000и\u0306Йа🙂👩🏫") | st.characters())


def is_clean(text: str) -> bool:
    """Whether nothing unseen is left but the joiners inside an emoji."""
    seen = text.replace("\n", "").replace("\u200d", "").replace("\ufe0f", "")
    later = {char for char in seen if 0x1F000 <= ord(char) <= 0x1FAFF}
    return all(
        (unicodedata.category(char)[0] != "C" or char in later) and (char == " " or not char.isspace()) for char in seen
    ) and unicodedata.is_normalized("NFC", text)


@given(DIRT)
def test_a_cleaned_text_holds_nothing_unseen_and_stays_as_it_is(text: str) -> None:
    for cleaned in (clean(text), one_line(text), Page(text).text):
        assert is_clean(cleaned)
        assert cleaned == cleaned.strip()
    assert clean(clean(text)) == clean(text)
    assert one_line(one_line(text)) == one_line(text) == " ".join(clean(text).split())
    assert "\n" not in one_line(text)


@pytest.mark.parametrize("sign", UNSEEN)
def test_every_unseen_sign_goes_wherever_it_stands(sign: str) -> None:
    assert clean(f"{sign}Чи{sign}таем{sign}") == "Читаем"
    assert clean(sign * 3) == ""


def test_letters_are_composed_and_spaces_are_single() -> None:
    assert clean("и\u0306е\u0308лка") == "йёлка"
    assert clean("и\u200b\u0306") == "й", "composed after the sign between them is gone"
    assert clean(" в\u00a0школе \t №\u20091 \r\n\r\n\r\n\u2028вечером\u3000") == "в школе № 1\n\nвечером"
    assert one_line("в школе\r\n\r\n№ 1\u2029") == "в школе № 1"


@pytest.mark.parametrize("emoji", ["👩‍🏫", "👩🏽‍🏫", "❤️", "❤️‍🔥", "👁️‍🗨️", "1️⃣", "🇷🇺", "🙂‍↔️", "🫩", "👨‍👩‍👧‍👦", "☎️"])
def test_a_joined_emoji_stays_whole(emoji: str) -> None:
    assert one_line(f"День {emoji} учителя") == f"День {emoji} учителя"


def test_a_joiner_that_joins_nothing_goes() -> None:
    assert clean("👩\u200d") == "👩"
    assert clean("а\u200dб 1\ufe0f") == "аб 1"
    assert clean("👩\u200d\u200d🏫\ufe0f\ufe0f") == "👩🏫\ufe0f"


@given(DIRT)
def test_the_limit_of_a_typed_text_counts_what_is_left(text: str) -> None:
    try:
        assert check(text, TextLimit("question-bad-text", 1, 4000)) == clean(text)
    except TextLength:
        assert clean(text) == ""


def titled(title: str) -> str:
    """The file with this title of an event, every sign that is not a letter written as an escape."""
    return changed('"Сетевой год: план, матрица, карта активности"', escaped(title))


def escaped(text: str) -> str:
    return '"' + "".join(char if char.isalnum() else f"\\U{ord(char):08x}" for char in text) + '"'


ESCAPES = "".join(char for char in UNSEEN if char not in "\ud800\udfff") + "аи\u0306Ё 1🙂\n\t"


@settings(max_examples=25)
@given(st.text(st.sampled_from(ESCAPES)).filter(one_line))
def test_a_title_of_the_file_is_cleaned_also_when_written_as_escapes(title: str) -> None:
    assert read_network(titled(title).encode()).file.events[0].title == one_line(title)


def texts_of(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for pair in value.items() for one in pair for text in texts_of(one)]
    if isinstance(value, list):
        return [text for one in value for text in texts_of(one)]
    return [value] if isinstance(value, str) else []


def test_every_text_and_name_of_the_file_goes_through_the_cleaning() -> None:
    plain = read_network(TEXT.encode())
    quote = '"'
    pieces = TEXT.split(quote)
    dirty = quote.join(
        piece if number % 2 == 0 else f"\\u202e{piece}\\u200b\\u00ad " for number, piece in enumerate(pieces)
    )

    assert read_network(dirty.encode()).file == plain.file
    assert all(is_clean(text) for text in texts_of(read_network(dirty.encode()).source.data))


def test_a_title_of_unseen_signs_alone_is_empty() -> None:
    with pytest.raises(FileRefused) as refused:
        read_network(titled("\u200b\u202e \ue000").encode())
    assert [one.key for one in refused.value.errors] == ["load-empty"]


def test_an_emoji_in_a_loaded_title_stays(db: Session) -> None:
    load_text(db, titled("День 👩\u200d🏫 учителя"))
    assert db.scalar(select(Event.title).where(Event.code == "ev01")) == "День 👩\u200d🏫 учителя"
