"""Files are short, named by their subject, and contain no secrets, machine paths or addresses of registries."""

import re
from collections.abc import Iterator
from pathlib import Path

from tests.checks.tree import ROOT, files, show

MAX_LINES = 400
COUNTED_SUFFIXES = {".py", ".ftl", ".typ", ".html", ".css", ".js", ".sql"}
VAGUE_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "managers", "manager", "repositories", "dto"}


def has_vague_name(path: Path) -> bool:
    return path.suffix == ".py" and bool(VAGUE_NAMES & {path.stem, *path.parts[:-1]})


def test_no_file_is_longer_than_400_lines() -> None:
    lengths = {
        p: len((ROOT / p).read_text(encoding="utf-8").splitlines()) for p in files() if p.suffix in COUNTED_SUFFIXES
    }
    long = [f"{path}: {lines} lines, over {MAX_LINES}" for path, lines in lengths.items() if lines > MAX_LINES]

    assert lengths
    assert not long, show(long)


def test_no_module_has_a_vague_name() -> None:
    assert has_vague_name(Path("services/utils.py"))
    assert has_vague_name(Path("bot/helpers/dates.py"))

    found = [str(path) for path in files() if has_vague_name(path)]
    assert not found, show(found)


# Patterns that no file may contain, each with a sample that it must find.
FORBIDDEN = {
    "a package registry": (
        r"https?://[\w.@:-]*(?:pypi|pythonhosted|npmjs|registry)\b",
        "https://py" + "pi.org/a",
    ),
    "a local package folder": (r"(?:--find-links|--index-url|--extra-index-url)[ =]", "--index-url" + " x"),
    "a path of somebody's machine": (r"(?<![\w.~-])/(?:work|home|root|Users|opt)/", "see /home" + "/nina/a.txt"),
    "a local file address": (r"\bfile://[/\w]", "file://" + "/a"),
    "a private key or token": (r"-----BEGIN [A-Z ]*PRIVATE KEY|\b\d{8,10}:AA[\w-]{33}\b", "123456789:AA" + "x" * 33),
    "an unfinished merge": (r"^(?:<{7}|>{7}) ", "<<<<<<" + "< HEAD"),
}


def forbidden_texts(text: str) -> Iterator[tuple[int, str]]:
    for what, (pattern, _) in FORBIDDEN.items():
        for match in re.finditer(pattern, text, re.MULTILINE):
            yield text.count("\n", 0, match.start()) + 1, what


def test_no_file_names_a_registry_a_machine_or_a_secret() -> None:
    for what, (_, sample) in FORBIDDEN.items():
        assert (1, what) in list(forbidden_texts(sample)), what

    found = []
    for path in files():
        try:
            text = (ROOT / path).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # fonts and pictures
        found += [f"{path}:{line}: names {what}" for line, what in forbidden_texts(text)]
    assert not found, show(found)


def test_every_decision_is_in_the_index() -> None:
    folder = ROOT / "docs" / "decisions"
    index = (folder / "README.md").read_text(encoding="utf-8")
    decisions = [path.name for path in folder.glob("[0-9]*.md")]

    assert decisions
    assert [name for name in decisions if f"({name})" not in index] == []
