from dataclasses import fields, replace
from pathlib import Path

import pytest
import segno

from documents.certificate import Certificate
from documents.typst_child import TEMPLATES, Typesetter
from tests.documents.pages import Picture, certificate_bytes, page_texts, solid
from tests.documents.papers import CERTIFICATE, LONG_CERTIFICATE

SIZE_LIMIT = 100_000
PRINTED = [field.name for field in fields(Certificate) if field.name not in {"language", "verify_url", "issued_at"}]


def words_of(certificate: Certificate) -> list[str]:
    return [solid(getattr(certificate, name)) for name in PRINTED]


def filled_with(words: str) -> Certificate:
    values: dict[str, str] = dict.fromkeys(PRINTED, words)
    return replace(CERTIFICATE, **values)  # type: ignore[arg-type] # every field named is a string


@pytest.mark.parametrize("certificate", [CERTIFICATE, LONG_CERTIFICATE], ids=["usual", "long"])
def test_every_word_given_is_on_the_only_page(typesetter: Typesetter, certificate: Certificate) -> None:
    [text] = page_texts(certificate_bytes(typesetter, certificate))
    assert [words for words in words_of(certificate) if words not in text] == []


@pytest.mark.parametrize("certificate", [CERTIFICATE, LONG_CERTIFICATE], ids=["usual", "long"])
def test_certificate_is_small_enough_for_a_chat(typesetter: Typesetter, certificate: Certificate) -> None:
    assert len(certificate_bytes(typesetter, certificate)) < SIZE_LIMIT


@pytest.mark.parametrize("words", ["Ж" * 200, "слово " * 60, "а-б-" * 300], ids=len)
def test_texts_of_any_length_stay_on_one_small_page(typesetter: Typesetter, words: str) -> None:
    pdf = certificate_bytes(typesetter, filled_with(words))
    [text] = page_texts(pdf)
    assert text.count(solid(words)) == len(PRINTED)
    assert len(pdf) < SIZE_LIMIT


def test_equal_certificates_are_equal_bytes(typesetter: Typesetter) -> None:
    first = certificate_bytes(typesetter, CERTIFICATE)
    assert certificate_bytes(Typesetter(), replace(CERTIFICATE)) == first
    assert certificate_bytes(typesetter, replace(CERTIFICATE, number="№ ИМЦ-26-0042")) != first


def test_an_empty_field_leaves_no_trace(typesetter: Typesetter) -> None:
    [text] = page_texts(certificate_bytes(typesetter, replace(CERTIFICATE, role="", place="")))
    assert solid("7 октября 2026 г. · в объёме 4 часов") in text


def test_page_is_a_landscape_sheet_that_is_neither_blank_nor_black(typesetter: Typesetter) -> None:
    picture = Picture(certificate_bytes(typesetter, CERTIFICATE))
    assert (round(picture.width), round(picture.height)) == (297, 210)
    assert 0.005 < picture.dark_share() < 0.2


@pytest.mark.parametrize("certificate", [CERTIFICATE, LONG_CERTIFICATE], ids=["usual", "long"])
def test_printed_qr_opens_the_verification(typesetter: Typesetter, certificate: Certificate) -> None:
    code = segno.make_qr(certificate.verify_url, error="m", boost_error=False)
    picture = Picture(certificate_bytes(typesetter, certificate))
    module = 26 / code.symbol_size(border=0)[0]  # 26 mm wide, its right bottom corner at (271, 190)
    seen = [
        [picture.is_dark(245 + (column + 0.5) * module, 164 + (row + 0.5) * module) for column in range(len(line))]
        for row, line in enumerate(code.matrix)
    ]
    assert seen == [[bool(dark) for dark in line] for line in code.matrix]


@pytest.mark.parametrize(
    "words",
    [
        '#read("/.env")',
        "#panic()",
        '#eval("1+1", mode: "markup")',
        "*Анна* _Игоревна_ `код` = заголовок",
        "$x^2$ и 5 $",
        "@ref <label> <b>жирно</b> &amp;",
        "\\ \\u{41} \\n // не комментарий /* и это */",
        "{имя} [скобки] \"кавычки\" 'апостроф'",
        '=HYPERLINK("x") -1 +1 ~ -- ---',
        "Ёлкина‑Їжак Ñandú Łucja",
    ],
)
def test_values_are_printed_and_never_executed(typesetter: Typesetter, words: str) -> None:
    [text] = page_texts(certificate_bytes(typesetter, replace(CERTIFICATE, name=words, event=words)))
    assert text.count(solid(words)) == 2


@pytest.mark.parametrize("words", ["А\0нна", "Ан\x07на", "Анн\ud800а", "\u202eАнна\u202c"], ids=ascii)
def test_invisible_letters_are_dropped(typesetter: Typesetter, words: str) -> None:
    [text] = page_texts(certificate_bytes(typesetter, replace(CERTIFICATE, name=words)))
    assert solid("подтверждает, что Анна учитель") in text


def test_letters_without_a_glyph_do_not_stop_the_certificate(typesetter: Typesetter) -> None:
    [text] = page_texts(
        certificate_bytes(typesetter, replace(CERTIFICATE, name="Анна 🌸 אנה آنا 安娜 \U000f0000 Вольская"))
    )
    assert "Анна" in text
    assert "Вольская" in text


def test_the_page_itself_says_nothing(typesetter: Typesetter) -> None:
    """All words come from the caller: so no template can print a word that the network may not use."""
    [text] = page_texts(certificate_bytes(typesetter, filled_with("")))
    assert text == ""
    for template in Path(TEMPLATES).glob("*.typ"):
        assert not [mark for mark in template.read_text() if "а" <= mark.lower() <= "я"], template.name


def test_certificate_is_never_called_by_the_state_name(typesetter: Typesetter) -> None:
    [text] = page_texts(certificate_bytes(typesetter, CERTIFICATE))
    assert "удостоверен" not in text.lower()
