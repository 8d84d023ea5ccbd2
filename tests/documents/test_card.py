from dataclasses import replace

from documents.card import Card, CardEntry
from documents.typst_child import Typesetter
from tests.documents.pages import Picture, card_bytes, page_texts, solid
from tests.documents.papers import CARD


def test_a_card_shows_every_entry_the_totals_and_the_progress_to_the_next_token(typesetter: Typesetter) -> None:
    [text] = page_texts(card_bytes(typesetter, CARD))
    shown = [CARD.network, CARD.heading, CARD.year, CARD.name, CARD.position, CARD.progress_text, CARD.printed]
    shown += [part for figure in CARD.figures for part in (figure.value, figure.label)]
    shown += [part for entry in CARD.entries for part in (entry.date, entry.event, entry.note, entry.form, entry.role)]
    shown += [CARD.total.event, CARD.signer_post, CARD.signer_name, CARD.signature_label]
    assert [words for words in shown if solid(words) not in text] == []
    assert solid("Всего за учебный год 12 10") in text
    assert text.endswith("1/1")


def test_a_long_card_repeats_its_headings_and_numbers_its_pages(typesetter: Typesetter) -> None:
    entries = tuple(replace(CARD.entries[0], note=f"запись-{number:03d}.") for number in range(120))
    pages = page_texts(card_bytes(typesetter, replace(CARD, entries=entries)))
    headings = solid("Дата Мероприятие Форма Роль Часы Баллы")
    assert len(pages) > 3
    for number, text in enumerate(pages, start=1):
        assert headings in text
        assert f"{number}/{len(pages)}" in text
        assert solid(CARD.name) in text
    together = "".join(pages)
    assert [entry.note for entry in entries if together.count(entry.note) != 1] == []


def test_a_card_without_entries_says_so(typesetter: Typesetter) -> None:
    [text] = page_texts(card_bytes(typesetter, replace(CARD, entries=())))
    assert solid(CARD.no_entries) in text


def test_equal_cards_give_equal_bytes(typesetter: Typesetter) -> None:
    assert card_bytes(typesetter, CARD) == card_bytes(Typesetter(), replace(CARD))


def test_progress_is_limited_to_its_bar(typesetter: Typesetter) -> None:
    empty, half, full = (card_bytes(typesetter, replace(CARD, progress=progress)) for progress in (0.0, 0.5, 1.0))
    assert len({empty, half, full}) == 3
    assert card_bytes(typesetter, replace(CARD, progress=-1.0)) == empty
    assert card_bytes(typesetter, replace(CARD, progress=7.0)) == full


def test_a_card_is_a_portrait_page_neither_blank_nor_black(typesetter: Typesetter) -> None:
    picture = Picture(card_bytes(typesetter, CARD))
    assert (round(picture.width), round(picture.height)) == (210, 297)
    assert 0.005 < picture.dark_share() < 0.2


def test_markup_in_entries_is_printed_and_never_executed(typesetter: Typesetter) -> None:
    words = '#read("/.env") *x* $y$ @ref \\ <b> #panic()'
    entry = CardEntry(date=words, event=words, form=words, role=words, hours=words, points=words, note=words)
    text = "".join(page_texts(card_bytes(typesetter, replace(CARD, entries=(entry,), name=words))))
    assert solid('#read("/.env")') in text
    assert text.count(solid("#panic()")) == 8


def test_long_words_without_spaces_are_printed_whole(typesetter: Typesetter) -> None:
    long = "Ж" * 200
    entry = CardEntry(date=long, event=long, form=long, role=long, hours=long, points=long)
    card: Card = replace(CARD, entries=(entry,) * 3, name=long, position=long, printed=long)
    text = "".join(page_texts(card_bytes(typesetter, card)))
    assert text.count("Ж") >= 200 * 21
