from dataclasses import fields, replace
from pathlib import Path

import pytest
import segno

from documents.certificate import Certificate
from documents.exchange import TEMPLATES
from documents.qr import MASK
from documents.typst_child import Typesetter
from tests.documents.pages import Picture, certificate_bytes, page_texts, solid
from tests.documents.papers import CERTIFICATE, LONG_CERTIFICATE

SIZE_LIMIT_BYTES = 100_000
TEXT_FIELDS = [field.name for field in fields(Certificate) if field.name not in {"language", "verify_url", "issued_at"}]


def texts_of(certificate: Certificate) -> list[str]:
    return [solid(getattr(certificate, name)) for name in TEXT_FIELDS]


def filled_with(words: str) -> Certificate:
    values: dict[str, str] = dict.fromkeys(TEXT_FIELDS, words)
    return replace(CERTIFICATE, **values)  # type: ignore[arg-type] # every field named is a string


@pytest.mark.parametrize("certificate", [CERTIFICATE, LONG_CERTIFICATE], ids=["usual", "long"])
def test_all_texts_are_on_the_only_page(typesetter: Typesetter, certificate: Certificate) -> None:
    [text] = page_texts(certificate_bytes(typesetter, certificate))
    assert [words for words in texts_of(certificate) if words not in text] == []


@pytest.mark.parametrize("certificate", [CERTIFICATE, LONG_CERTIFICATE], ids=["usual", "long"])
def test_a_certificate_is_under_100_kilobytes(typesetter: Typesetter, certificate: Certificate) -> None:
    assert len(certificate_bytes(typesetter, certificate)) < SIZE_LIMIT_BYTES


@pytest.mark.parametrize("words", ["Ж" * 200, "слово " * 60, "а-б-" * 300], ids=len)
def test_texts_of_any_length_fit_on_one_page(typesetter: Typesetter, words: str) -> None:
    pdf = certificate_bytes(typesetter, filled_with(words))
    [text] = page_texts(pdf)
    assert text.count(solid(words)) == len(TEXT_FIELDS)
    assert len(pdf) < SIZE_LIMIT_BYTES


def test_equal_certificates_give_equal_bytes(typesetter: Typesetter) -> None:
    first = certificate_bytes(typesetter, CERTIFICATE)
    assert certificate_bytes(Typesetter(), replace(CERTIFICATE)) == first
    assert certificate_bytes(typesetter, replace(CERTIFICATE, number="№ ИМЦ-26-0042")) != first


def test_an_empty_field_leaves_no_gap(typesetter: Typesetter) -> None:
    [text] = page_texts(certificate_bytes(typesetter, replace(CERTIFICATE, role="", place="")))
    assert solid("7 октября 2026 г. · в объёме 4 часов") in text


def test_a_certificate_is_a_landscape_page_neither_blank_nor_black(typesetter: Typesetter) -> None:
    picture = Picture(certificate_bytes(typesetter, CERTIFICATE))
    assert (round(picture.width), round(picture.height)) == (297, 210)
    assert 0.005 < picture.dark_share() < 0.2


@pytest.mark.parametrize("certificate", [CERTIFICATE, LONG_CERTIFICATE], ids=["usual", "long"])
def test_the_printed_qr_code_encodes_the_verification_address(typesetter: Typesetter, certificate: Certificate) -> None:
    code = segno.make_qr(certificate.verify_url, error="m", boost_error=False, mask=MASK)
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
def test_markup_in_values_is_printed_and_never_executed(typesetter: Typesetter, words: str) -> None:
    [text] = page_texts(certificate_bytes(typesetter, replace(CERTIFICATE, name=words, event=words)))
    assert text.count(solid(words)) == 2


@pytest.mark.parametrize("words", ["А\0нна", "Ан\x07на", "Анн\ud800а", "\u202eАнна\u202c"], ids=ascii)
def test_invisible_characters_are_dropped(typesetter: Typesetter, words: str) -> None:
    [text] = page_texts(certificate_bytes(typesetter, replace(CERTIFICATE, name=words)))
    assert solid("подтверждает, что Анна учитель") in text


def test_characters_without_a_glyph_do_not_prevent_a_certificate(typesetter: Typesetter) -> None:
    [text] = page_texts(
        certificate_bytes(typesetter, replace(CERTIFICATE, name="Анна 🌸 אנה آنا 安娜 \U000f0000 Вольская"))
    )
    assert "Анна" in text
    assert "Вольская" in text


def test_templates_contain_no_words_of_their_own(typesetter: Typesetter) -> None:
    """All words come from the caller, so that no template prints a word that the network may not use."""
    [text] = page_texts(certificate_bytes(typesetter, filled_with("")))
    assert text == ""
    for template in Path(TEMPLATES).glob("*.typ"):
        assert not [mark for mark in template.read_text() if "а" <= mark.lower() <= "я"], template.name


def test_a_certificate_is_never_called_by_the_name_of_state_documents(typesetter: Typesetter) -> None:
    [text] = page_texts(certificate_bytes(typesetter, CERTIFICATE))
    assert "удостоверен" not in text.lower()
