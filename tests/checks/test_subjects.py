"""A subject has folders of the same name in every layer and imports only the subjects below it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.checks.tree import ROOT, Module, files, modules, show

SUBJECTS = (
    "schools",
    "recognition",
    "delivery",
    "events",
    "desk",
    "correspondence",
    "reminders",
    "attendance",
    "people",
    "loading",
)
"""In order of imports: each may import those before it."""
LAYERS = ("services", "screens", "handlers")
GROUND = {"services": {"reading"}, "screens": {"wishes"}, "handlers": set[str]()}
"""Folders that any subject may import, like a layer's own files."""
ABOVE_SUBJECTS = {"screens/refusals.py", "handlers/table.py"}
"""Files of a layer that may import all its subjects."""
ONE_FILE_PER_SUBJECT = ("locales/ru", "locales/en", "screens/wishes")
"""Folders with one file for each subject; their other files belong to no subject."""
WITHOUT_SUBJECT = {"cli", "common", "demo", "terms", "ground", "__init__"}


def subject_of(parts: tuple[str, ...]) -> str | None:
    return parts[1] if len(parts) > 1 and parts[1] in SUBJECTS else None


def imports_of_higher_subjects(module: Module) -> Iterator[str]:
    path = module.path
    layer, own = path.parts[0], subject_of(path.parts[:-1])
    if path.as_posix() in ABOVE_SUBJECTS:
        return
    for line, name, _ in module.imports:
        parts = tuple(name.split("."))
        other = subject_of(parts)
        if parts[0] not in LAYERS or other is None or other == own:
            continue
        if own is None:
            if parts[0] == layer:
                yield f"{path}:{line}: the ground of {layer}/ may not import the subject {other}"
        elif SUBJECTS.index(other) > SUBJECTS.index(own):
            yield f"{path}:{line}: {own} may not import {other}, which is above it: {name}"


@pytest.mark.parametrize("layer", LAYERS)
def test_a_subject_imports_only_subjects_below_it(layer: str) -> None:
    found = [finding for module in modules(layer) for finding in imports_of_higher_subjects(module)]
    assert not found, show(found)


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("services/events/seats.py", "from services.people import profile"),
        ("services/network.py", "from services.events import seats"),
        ("screens/recognition/card.py", "from screens.events.card import where"),
        ("handlers/events/browse.py", "from services.people.profile import register"),
        ("handlers/events/browse.py", "def late():\n    import screens.attendance.sheet"),
    ],
)
def test_an_import_of_a_higher_subject_is_found(path: str, source: str) -> None:
    assert list(imports_of_higher_subjects(Module(Path(path), source)))


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("services/people/profile.py", "from services.events import seats\nfrom services.people import consent"),
        ("services/events/seats.py", "from services.reading import text\nfrom services import notices"),
        ("screens/refusals.py", "from screens.people import invites"),
        ("handlers/forms.py", "from screens.people import start"),
    ],
)
def test_imports_of_the_ground_and_of_lower_subjects_pass(path: str, source: str) -> None:
    assert list(imports_of_higher_subjects(Module(Path(path), source))) == []


@pytest.mark.parametrize("layer", LAYERS)
def test_every_folder_of_a_layer_is_a_subject(layer: str) -> None:
    folders = {path.parts[1] for path in files() if path.parts[0] == layer and len(path.parts) > 2}
    assert folders - GROUND[layer] - set(SUBJECTS) == set()


@pytest.mark.parametrize("folder", ONE_FILE_PER_SUBJECT)
def test_every_file_of_texts_and_wishes_is_a_subject(folder: str) -> None:
    stems = {path.stem for path in files() if path.parent == Path(folder)}
    assert stems
    assert stems - WITHOUT_SUBJECT - set(SUBJECTS) == set()


@pytest.mark.parametrize("folder", ["tests/flows", "tests/services", "tests/screens"])
def test_tests_lie_in_the_folder_of_their_subject(folder: str) -> None:
    folders = {path.relative_to(folder).parts[0] for path in files() if path.is_relative_to(folder)}
    folders = {name for name in folders if (ROOT / folder / name).is_dir()}
    assert folders
    assert folders - set(SUBJECTS) - {"reading"} == set()
