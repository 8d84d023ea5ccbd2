"""What is installed is whole: the wheel carries every file that the rooms read when they run."""

import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from tests.checks.tree import ROOT, files

PACKAGES = tuple(
    tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]["targets"]["wheel"][
        "packages"
    ]
)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    built = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    [path] = folder.glob("centrik-*.whl")
    return path


@pytest.fixture(scope="module")
def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return {name for name in archive.namelist() if ".dist-info/" not in name}


def test_the_wheel_carries_every_file_of_every_room(names: set[str]) -> None:
    ours = {path.as_posix() for path in files() if path.parts[0] in PACKAGES}

    assert {name.partition("/")[0] for name in names} == set(PACKAGES)
    assert names == ours


@pytest.mark.parametrize(
    ("folder", "pattern"),
    [
        ("locales/ru", "*.ftl"),
        ("locales/en", "*.ftl"),
        ("documents/templates", "*.typ"),
        ("documents/fonts", "*.[to]tf"),
        ("documents/fonts", "OFL*.txt"),
        ("sandbox", "*.html"),
        ("models/migrations", "env.py"),
        ("models/migrations", "versions/*.py"),
        ("demo", "*.yaml"),
    ],
)
def test_the_wheel_carries_what_the_bot_reads_at_run_time(names: set[str], folder: str, pattern: str) -> None:
    assert [name for name in names if name.startswith(f"{folder}/") and Path(name).match(pattern)]


def test_the_bot_starts_from_the_wheel_alone(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    program = (
        "import bot, bot.app; from screens.texts import has_text; print(bot.__file__, has_text('en', 'menu-events'))"
    )
    result = subprocess.run(
        [sys.executable, "-P", "-c", program],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path / "site")},
        capture_output=True,
        text=True,
        check=False,
    )

    assert result.returncode == 0, result.stderr
    assert result.stdout.split() == [str(tmp_path / "site" / "bot" / "__init__.py"), "True"]
