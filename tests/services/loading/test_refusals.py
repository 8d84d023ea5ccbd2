"""A file with errors is refused as a whole, with the line and the reason of each error."""

import os
import re
import socket
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from screens.texts import LANGUAGES, Say
from services.loading.errors import FileRefused
from services.loading.network_file import MAX_FILE_BYTES, read_file, read_network
from tests.data.network_file import TEXT, changed, everything, line_of, load_text

EV01 = 'host: imc, start: "2026-09-17T14:30", hours: 2, capacity: 40'
T22 = '{code: t22, name: "Цветаев Кирилл Ильич", org: cbs, post: librarian, subjects: []}'

# The text to replace, its replacement, the key of the error, and the words of its sentence that name the culprit.
BROKEN: list[tuple[str, str, str, str]] = [
    ("version: 1", "version: 2", "load-version", "2"),
    ('as_of: "2026-11-21"', 'as_of: "21.11.2026"', "load-not-a-day", "21.11.2026"),
    ('as_of: "2026-11-21"', 'as_of: "2026-11-31"', "load-not-a-day", "2026-11-31"),
    ("timezone: Asia/Yekaterinburg", "timezone: Asia/Zarechinsk", "load-not-a-zone", "Asia/Zarechinsk"),
    ('quiet_hours: ["21:00", "08:00"]', 'quiet_hours: ["21:00", "25:00"]', "load-not-a-clock", "25:00"),
    ('quiet_hours: ["21:00", "08:00"]', 'quiet_hours: ["21:00"]', "load-quiet-hours", "quiet_hours"),
    ('academic_year: "2026/27"', 'academic_year: "2026/28"', "load-not-a-year", "2026/28"),
    ('year_end: "2027-08-31"', 'year_end: "2027-06-30"', "load-year-bound", "2027-08-31"),
    ("  coordinator: imc", "  coordinator: rmc", "load-unknown-code", "rmc"),
    (
        "  academic_year",
        "  phone: 112\n  academic_year",
        "load-unknown-field",
        "phone",
    ),
    (EV01, EV01.replace("host: imc", "host: imz"), "load-unknown-code", "imz"),
    (EV01, EV01.replace("hours: 2", "hours: 0"), "load-not-more", "hours"),
    (EV01, EV01.replace("capacity: 40", "capacity: -1"), "load-not-more", "-1"),
    (EV01, EV01.replace("capacity: 40", "capacity: 7"), "load-too-few-seats", "7"),
    (EV01, EV01.replace("capacity: 40", 'capacity: "40"'), "load-not-whole", "40"),
    (EV01, EV01.replace("T14:30", ""), "load-not-a-moment", "2026-09-17"),
    (EV01, EV01.replace("2026-09-17T", "0026-09-17T"), "load-far-day", "0026-09-17"),
    (EV01, EV01.replace("2026-09-17T", "2027-02-17T"), "load-not-held-by", "2027-02-17"),
    ('sessions: ["2026-10-29T10:00", ', "sessions: [", "load-sessions", "sessions"),
    ("{code: ev02, subproject: ict", "{code: ev01, subproject: ict", "load-code-twice", "ev01"),
    ("{code: ev02, subproject: ict", "{code: ev02, subproject: itc", "load-unknown-code", "itc"),
    (
        "{code: ev03, subproject: lib, form: consultation",
        "{code: ev03, subproject: lib, form: talk",
        "load-not-one-of",
        "talk",
    ),
    (T22, T22.replace("post: librarian", "post: cook"), "load-not-one-of", "cook"),
    (T22, T22.replace("subjects: []", "subjects: [alchemy]"), "load-not-one-of", "alchemy"),
    (T22, T22.replace("Цветаев Кирилл Ильич", "Цветаев"), "load-not-a-name", "Цветаев"),
    (T22, T22.replace("Цветаев Кирилл Ильич", "Цветаев К. И."), "load-not-a-name", "Цветаев К. И."),
    (T22, T22.replace('"Цветаев Кирилл Ильич"', "22"), "load-not-text", "22"),
    (T22, T22.replace("post: librarian, ", ""), "load-missing", "post"),
    (T22, T22.replace("code: t22", "code: t21"), "load-code-twice", "t21"),
    (T22, T22.replace("code: t22", 'code: "т22"'), "load-not-a-code", "т22"),
    ("{code: gym3, short:", "{code: sosh1, short:", "load-code-twice", "sosh1"),
    ('{kind: low_results, from: "2026-09-01"}', '{kind: weak, from: "2026-09-01"}', "load-not-one-of", "weak"),
    ('from: "2025-09-01", to: "2027-08-31"', 'from: "2025-09-01", to: "2024-08-31"', "load-ends-before", "2024-08-31"),
    ("leader: m1}\n  - {code: play", "leader: m9}\n  - {code: play", "load-unknown-code", "m9"),
    ("org: imc, role: admin", "org: imc, role: boss", "load-not-one-of", "boss"),
    ("{code: expert, title", "{code: judge, title", "load-not-one-of", "judge"),
    ("listener_not_added_to_active_role: true", "listener_not_added_to_active_role: 1", "load-not-flag", "1"),
    ('event: "ИМЦ-{yy}-{seq:04d}"', 'event: "ИМЦ-{yy}"', "load-not-a-numbering", "ИМЦ-{yy}"),
    ('event: "ИМЦ-{yy}-{seq:04d}"', 'event: "ИМЦ-{seq.x}"', "load-not-a-numbering", "ИМЦ-{seq.x}"),
    ('offset: "-24h"', 'offset: "завтра"', "load-not-an-offset", "завтра"),
    ("to: confirmed}\n  - {code: hour", "to: all}\n  - {code: hour", "load-not-one-of", "all"),
    ("required_share: 0.66}\n  - {code: s2", "required_share: 66}\n  - {code: s2", "load-more", "66"),
    ("{who: t03, role: listener}, {who: t05", "{who: t99, role: listener}, {who: t05", "load-unknown-code", "t99"),
    ("{who: t03, role: listener}, {who: t05", "{who: t01, role: listener}, {who: t05", "load-person-twice", "t01"),
    (
        "{who: t03, role: listener}, {who: t05",
        "{who: t01, role: speaker, status: no_show}, {who: t05",
        "load-came-and-did-not",
        "t01",
    ),
    ("  ev02: [{who", "  ev99: [{who", "load-unknown-event", "ev99"),
    ("  ev02: [{who", "  ev01: [{who", "load-field-twice", "ev01"),
    ("{event: ev04, who: t02", "{event: ev44, who: t02", "load-unknown-code", "ev44"),
    ("partners: 3}", "partners: много}", "load-not-whole", "много"),
    ("staff:\n", "staff: никого\nhelpers:\n", "load-not-list", "никого"),
    ("token_policy:\n", "token_policy: *x\nrest:\n", "load-alias", ""),
    ("token_policy:\n", "token_policy: !!python/name:os.system\nrest:\n", "load-tag", "python"),
    ("history: ", "history: [[[[[[[[[[[[[[1]]]]]]]]]]]]]]\nrest: ", "load-too-deep", ""),
    ("history: ", "---\nhistory: ", "load-several-documents", ""),
    ("partners: 2}", "partners: 2]", "load-yaml-bracket", "{"),
    ("partners: 2}", "partners: \x07}", "load-unprintable", "U+0007"),
]
# Errors of an event's participation are reported at its own line, not at that of the event.
REPORTED_AT_PARTICIPATION = {"load-too-few-seats", "load-not-held-by"}


@pytest.mark.parametrize(("old", "new", "key", "culprit"), BROKEN)
def test_a_broken_file_is_refused_with_line_and_reason(old: str, new: str, key: str, culprit: str) -> None:
    text = changed(old, new)

    with pytest.raises(FileRefused) as refused:
        read_network(text.encode())

    line = line_of("  ev01: [" if key in REPORTED_AT_PARTICIPATION else old, TEXT)
    reported = [one for one in refused.value.errors if (one.key, one.line) == (key, line)]
    assert reported, f"line {line} is wrong, reported: {refused.value.errors}"
    assert culprit in Say("ru").plain(key, **reported[0].values)


# A whole file, the key and the line of its error.
NOT_YAML: list[tuple[str, str, int]] = [
    ("a: 1\n\tb: 2\n", "load-yaml-tab", 2),
    ("a:\n\t- 1\n", "load-yaml-tab", 2),
    ("a: |\n\tb\n", "load-yaml-tab", 2),
    ("a: 1\nb: 'x\nc: 1\n", "load-yaml-quote", 2),
    ('a: "x\n---\nb: 1\n', "load-yaml-quote", 1),
    ('a: 1\nb: "Сеть\nc: "Школа"\nd: 1\n', "load-yaml-quote", 2),
    ('a:\n  - {b: "Сеть, c: 1}\n  - {b: "Школа", c: 2}\n', "load-yaml-quote", 2),
    ('a: "\\q"\n', "load-yaml-escape", 1),
    ('a: "C:\\Users"\n', "load-yaml-escape", 1),
    ('a: "\\ud800"\n', "load-yaml-escape", 1),
    ('a: "\\U00110000"\n', "load-yaml-escape", 1),
    ('a: "\\', "load-yaml-escape", 1),
    ("a: {b: 1\nc: 2\n", "load-yaml-bracket", 2),
    ("a: [{b: 1} {c: 2}]\n", "load-yaml-bracket", 1),
    ("a: [1, 2", "load-yaml-bracket", 2),
    ("a: {b: 1}}\n", "load-yaml-rest", 1),
    ('a: "Школа "Радуга""\n', "load-yaml-rest", 1),
    ("a:\n  b: 1\n c: 2\n", "load-yaml-indent", 3),
    ("a: 1\n  b: 2\n", "load-yaml-indent", 2),
    ("a:\n  - b: 1\n   c: 2\n", "load-yaml-indent", 3),
    ("a: 1\n- 2\n", "load-yaml-indent", 2),
    ("  a: 1\nb: 2\n", "load-yaml-indent", 2),
    ("a: 1\nbcd\ne: 2\n", "load-yaml-name", 2),
    ("a:1\nb: 2\n", "load-yaml-name", 1),
    ("a: Семинар: читаем\n", "load-yaml-colon", 1),
    ("a: - 1\n", "load-yaml-dash", 1),
    ("a: |x\n  b\n", "load-yaml-block", 1),
    *(
        (f"a: {sign}\n", "load-yaml-sign", 1)
        for sign in ("@x", "`x`", "%x", "*", "*важно", "& б", "!<x", "!e!x y", "]")
    ),
    ("%YAML 9.0\n---\na: 1\n", "load-yaml-sign", 1),
    ("a: &b c\n", "load-alias", 1),
    ("a: !!python/object:os.system x\n", "load-tag", 1),
    ("a: &a [1,1]\n" + "".join(f"a{n}: &a{n} [*a,*a,*a,*a]\n" for n in range(30)), "load-alias", 1),
    ("[" * 100_000, "load-too-deep", 1),
]


@pytest.mark.parametrize(("text", "key", "line"), NOT_YAML)
def test_what_is_no_yaml_is_refused_with_its_line_and_the_way_out(text: str, key: str, line: int) -> None:
    with pytest.raises(FileRefused) as refused:
        read_network(text.encode())

    assert [(one.key, one.line) for one in refused.value.errors] == [(key, line)]
    for language in LANGUAGES:
        assert Say(language).plain(key, **refused.value.errors[0].values)


@settings(max_examples=60)
@given(
    st.integers(0, len(TEXT)), st.integers(0, 3), st.text(st.sampled_from("\t\n \"'{}[]:,-&*!|>%@`#\\?и0"), max_size=3)
)
def test_no_slip_of_the_keyboard_brings_english_words_of_the_parser(at: int, deleted: int, typed: str) -> None:
    try:
        read_network((TEXT[:at] + typed + TEXT[at + deleted :]).encode())
    except FileRefused as refused:
        sentences = [Say("ru").plain(one.key, **one.values) for one in refused.errors]
    else:
        sentences = []
    assert not [one for one in sentences if re.search(r"\b(expected|found|while|scanning|parsing|context)\b", one)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_error_has_a_sentence_in_every_language(language: str) -> None:
    for old, new, *_ in BROKEN:
        with pytest.raises(FileRefused) as refused:
            read_network(changed(old, new).encode())
        for error in refused.value.errors:
            assert Say(language).plain(error.key, **error.values)


def test_one_fault_is_reported_once() -> None:
    counts: Counter[tuple[str, str]] = Counter()
    for old, new, *_ in BROKEN:
        with pytest.raises(FileRefused) as refused:
            read_network(changed(old, new).encode())
        counts[old, new] = len(refused.value.errors)
    repeated = {change for change, count in counts.items() if count > 2}
    # Other parts of the file refer to the values broken here.
    assert {old for old, _ in repeated} <= {
        "staff:\n",
        'year_end: "2027-08-31"',
        "{code: ev02, subproject: ict",
        "{code: gym3, short:",
        "  ev02: [{who",
    }


def test_all_errors_are_reported_at_once_in_order_of_lines() -> None:
    text = changed(EV01, EV01.replace("capacity: 40", "capacity: 0").replace("host: imc", "host: nowhere"))
    text = changed("timezone: Asia/Yekaterinburg", "timezone: Mars", text)
    text = changed(T22, T22.replace("org: cbs", "org: csb"), text)

    with pytest.raises(FileRefused) as refused:
        read_network(text.encode())

    assert [(one.key, one.line) for one in refused.value.errors] == [
        ("load-not-a-zone", line_of("timezone: Mars", text)),
        ("load-unknown-code", line_of("org: csb", text)),
        ("load-not-more", line_of("host: nowhere", text)),
        ("load-unknown-code", line_of("host: nowhere", text)),
    ]


@pytest.mark.parametrize(
    ("raw", "key", "line"),
    [
        (b"", "load-nothing-inside", 1),
        (b"# only words\n", "load-nothing-inside", 1),
        (b"- 1\n", "load-not-mapping", 1),
        ("version: 1\ntitle: Сеть".encode("cp1251"), "load-not-utf8", 2),
        ("version: 1".encode("utf-16"), "load-utf16", None),
        ("version: 1".encode("utf-16-be"), "load-utf16", None),
        ("version: 1".encode("utf-16-le"), "load-utf16", None),
        (b"PK\x03\x04\x14\x00\x06\x00\xd0\xff", "load-not-a-text", None),
        (b"version: 1\n? [a]\n: 1\n", "load-name-not-text", 2),
        (b"a: 1\nb: [*a, *a]\n", "load-alias", 2),
        (b"version: 1\n\tx: 2\n", "load-yaml-tab", 2),
        (b"x" * (MAX_FILE_BYTES + 1), "load-too-large", None),
    ],
)
def test_bytes_that_are_no_network_file_are_refused(raw: bytes, key: str, line: int | None) -> None:
    with pytest.raises(FileRefused) as refused:
        read_network(raw)

    assert (key, line) in [(one.key, one.line) for one in refused.value.errors]


def test_a_missing_file_a_folder_and_a_large_file_are_refused_by_name(tmp_path: Path) -> None:
    large = tmp_path / "large.yaml"
    large.write_bytes(b"#" * 10_000_000)
    for path, key in (
        (tmp_path / "none.yaml", "load-no-file"),
        (tmp_path, "load-is-folder"),
        (large, "load-too-large"),
    ):
        with pytest.raises(FileRefused) as refused:
            read_file(path)
        assert [(one.key, one.line) for one in refused.value.errors] == [(key, None)]


def test_what_is_no_plain_file_is_refused_without_being_read(tmp_path: Path) -> None:
    pipe, listening, link = tmp_path / "pipe", tmp_path / "socket", tmp_path / "link"
    os.mkfifo(pipe)
    link.symlink_to("/dev/zero")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(listening))
        for path in (Path("/dev/zero"), Path("/dev/null"), pipe, listening, link):
            with pytest.raises(FileRefused) as refused:
                read_file(path)
            assert [one.key for one in refused.value.errors] == ["load-no-plain-file"], path


def test_links_that_lead_nowhere_and_folders_behind_links_are_named(tmp_path: Path) -> None:
    for name, target, key in (
        ("circle", tmp_path / "circle", "load-unreadable"),
        ("lost", tmp_path / "none", "load-no-file"),
        ("folder", tmp_path, "load-is-folder"),
    ):
        link = tmp_path / name
        link.symlink_to(target)
        with pytest.raises(FileRefused) as refused:
            read_file(link)
        assert [one.key for one in refused.value.errors] == [key], name


def test_unquoted_times_and_dates_are_not_read_as_numbers() -> None:
    text = changed('quiet_hours: ["21:00", "08:00"]', "quiet_hours: [21:00, 08:00]")
    text = changed('as_of: "2026-11-21" ', "as_of: 2026-11-21 ", text)

    file = read_network(text.encode()).file
    assert [clock.hour for clock in file.network.quiet_hours] == [21, 8], "YAML 1.1 would read 21:00 as 1260"
    assert file.as_of.isoformat() == "2026-11-21"


def test_a_byte_order_mark_is_ignored() -> None:
    assert read_network(TEXT.encode("utf-8-sig")).file == read_network(TEXT.encode()).file


def test_a_refused_file_writes_nothing(db: Session) -> None:
    before = everything(db)

    with pytest.raises(FileRefused):
        load_text(db, changed(T22, T22.replace("org: cbs", "org: csb")))

    assert everything(db) == before
