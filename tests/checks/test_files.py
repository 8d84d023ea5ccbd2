"""How files are named and how long they grow: a room stays readable by someone who opens it for the first time."""

import re
from collections.abc import Iterator
from pathlib import Path

from tests.checks.tree import ROOT, files, show

LONGEST = 400
COUNTED = {".py", ".ftl", ".typ", ".html", ".css", ".js", ".sql"}
NAMELESS = {"utils", "util", "helpers", "helper", "common", "misc", "managers", "manager", "repositories", "dto"}


def nameless(path: Path) -> bool:
    return path.suffix == ".py" and bool(NAMELESS & {path.stem, *path.parts[:-1]})


def test_no_file_holds_two_subjects() -> None:
    lengths = {p: len((ROOT / p).read_text(encoding="utf-8").splitlines()) for p in files() if p.suffix in COUNTED}
    long = [f"{path}: {lines} lines, over {LONGEST}" for path, lines in lengths.items() if lines > LONGEST]

    assert lengths
    assert not long, show(long)


def test_every_module_is_named_by_its_subject() -> None:
    assert nameless(Path("services/utils.py"))
    assert nameless(Path("bot/helpers/dates.py"))

    found = [str(path) for path in files() if nameless(path)]
    assert not found, show(found)


# What must not stand in the repository: each with a line that it must find.
FOREIGN = {
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


def foreign(text: str) -> Iterator[tuple[int, str]]:
    for what, (pattern, _) in FOREIGN.items():
        for match in re.finditer(pattern, text, re.MULTILINE):
            yield text.count("\n", 0, match.start()) + 1, what


def test_the_repository_names_no_registry_machine_or_secret() -> None:
    for what, (_, sample) in FOREIGN.items():
        assert (1, what) in list(foreign(sample)), what

    found = []
    for path in files():
        try:
            text = (ROOT / path).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # fonts and pictures
        found += [f"{path}:{line}: names {what}" for line, what in foreign(text)]
    assert not found, show(found)


def test_every_decision_is_in_the_index() -> None:
    folder = ROOT / "docs" / "decisions"
    index = (folder / "README.md").read_text(encoding="utf-8")
    decisions = [path.name for path in folder.glob("[0-9]*.md")]

    assert decisions
    assert [name for name in decisions if f"({name})" not in index] == []
