"""Documents match the code: diagrams of imports, identifiers in the glossary, paths in the guides."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.checks.test_subjects import LAYERS, SUBJECTS, subject_of
from tests.checks.tree import CODE_FOLDERS, ROOT, Module, files, modules, show

ARCHITECTURE = "docs/architecture.md"
GLOSSARY = "docs/glossary.md"
NAMED_FOLDERS = {*CODE_FOLDERS, "locales", "tests", "benchmarks", "docs", ".ci"}
GUIDES = (
    "CONTRIBUTING.md",
    ARCHITECTURE,
    "README.md",
    "docs/operators.md",
    "docs/performance.md",
    "docs/reliability.md",
)

Arrow = tuple[str, str]


def layer_arrows() -> set[Arrow]:
    """Imports between top folders, those inside functions included."""
    found = set()
    for module in modules(*CODE_FOLDERS):
        own = module.path.parts[0]
        found |= {(own, top) for top in _tops(module) if top != own}
    return found


def _tops(module: Module) -> Iterator[str]:
    for _, name, _ in module.imports:
        if (top := name.partition(".")[0]) in CODE_FOLDERS:
            yield top


def subject_arrows() -> set[Arrow]:
    """Imports between subjects, over services, screens and handlers."""
    found = set()
    for module in modules(*LAYERS):
        own = subject_of(module.path.parts[:-1])
        for _, name, _ in module.imports:
            parts = tuple(name.split("."))
            other = subject_of(parts) if parts[0] in LAYERS else None
            if own and other and own != other:
                found.add((own, other))
    return found


def bot_arrows() -> set[Arrow]:
    """Imports between folders of bot/, without the files directly in it."""
    found = set()
    for module in modules("bot"):
        own = module.path.parts[1]
        for _, name, _ in module.imports:
            parts = name.split(".")
            if parts[0] == "bot" and len(parts) > 2 and (ROOT / "bot" / parts[1]).is_dir() and "." not in own:
                found |= {(own, parts[1])} - {(own, own)}
    return found


def drawn_arrows(title: str) -> set[Arrow]:
    """Return the arrows of the mermaid diagram under this heading."""
    text = (ROOT / ARCHITECTURE).read_text(encoding="utf-8")
    diagram = text.partition(f"## {title}\n")[2].partition("```mermaid\n")[2].partition("```")[0]
    found = set()
    for line in diagram.splitlines():
        if "-->" in line:
            own, _, others = line.strip().partition(" --> ")
            found |= {(own, other) for other in others.split(" & ")}
    return found


def mermaid_source(arrows: set[Arrow], order: tuple[str, ...] = ()) -> str:
    owners = sorted({own for own, _ in arrows}, key=lambda name: (order.index(name) if name in order else -1, name))
    rows = []
    for own in owners:
        others = sorted(other for owner, other in arrows if owner == own)
        rows.append(f"    {own} --> {' & '.join(others)}")
    return "\n".join(rows)


@pytest.mark.parametrize(
    ("title", "arrows"),
    [("Layers", layer_arrows()), ("Subjects", subject_arrows()), ("Inside bot", bot_arrows())],
)
def test_the_diagrams_show_the_imports(title: str, arrows: set[Arrow]) -> None:
    assert arrows
    assert drawn_arrows(title) == arrows, f"{ARCHITECTURE}, «{title}» should read:\n{mermaid_source(arrows, SUBJECTS)}"


def test_folders_of_the_bot_form_no_import_cycle() -> None:
    left = bot_arrows()
    while ends := {other for _, other in left} - {own for own, _ in left}:
        left = {(own, other) for own, other in left if other not in ends}
    assert left == set(), "these folders import each other, directly or through others"


def glossary_rows() -> list[tuple[str, str]]:
    """Return identifier and file of every row."""
    text = (ROOT / GLOSSARY).read_text(encoding="utf-8")
    return re.findall(r"^\|[^|]+\| `(\w+)` \|[^|]+\| (\S+) \|$", text, re.MULTILINE)


def test_every_glossary_identifier_is_defined_in_the_file_given() -> None:
    rows = glossary_rows()
    wrong = []
    for name, path in rows:
        defining = rf"^\s*(?:class|def|async def) {name}\b|^\s*{name}\b\s*[:=]"
        if not (ROOT / path).is_file() or not re.search(
            defining, (ROOT / path).read_text(encoding="utf-8"), re.MULTILINE
        ):
            wrong.append(f"{GLOSSARY}: {name} is not defined in {path}")
    assert len(rows) > 50
    assert not wrong, show(wrong)


def named_paths(text: str) -> Iterator[str]:
    """Yield backquoted paths of the repository, except generated files; `<subject>` and `*` match any name."""
    for quoted in re.findall(r"`([\w./<>*-]+/[\w./<>*-]*)`", text):
        if quoted.split("/")[0] in NAMED_FOLDERS and not quoted.endswith((".pdf", ".ics")):
            yield re.sub(r"<\w+>", "*", quoted)


@pytest.mark.parametrize("guide", GUIDES)
def test_every_path_in_a_guide_exists(guide: str) -> None:
    text = (ROOT / guide).read_text(encoding="utf-8")
    known = [*files(), *{parent for path in files() for parent in path.parents}]
    wrong = [path for path in named_paths(text) if not any(Path(each).match(path.rstrip("/")) for each in known)]
    assert not wrong, show([f"{guide} names {path}, which does not exist" for path in wrong])


def test_paths_are_found_in_a_text() -> None:
    assert list(named_paths("see `bot/menus.py` and `locales/*/draft.ftl`, `services/<subject>/`")) == [
        "bot/menus.py",
        "locales/*/draft.ftl",
        "services/*/",
    ]
