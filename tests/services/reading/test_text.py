"""Typed text before any grammar: what counts as words."""

from services.reading.text import words_on_one_line


def test_words_are_put_on_one_line() -> None:
    assert words_on_one_line("  МБОУ СОШ № 9\nс. Дальнее ", 3, 300) == "МБОУ СОШ № 9 с. Дальнее"


def test_commands_emoji_and_texts_of_the_wrong_length_are_no_words() -> None:
    assert words_on_one_line("/start", 3, 300) is None
    assert words_on_one_line("🙂🙂🙂", 3, 300) is None
    assert words_on_one_line("а" * 301, 3, 300) is None
