"""The wheel contains every file that the bot reads at run time, and nothing that only a checkout needs."""

import subprocess
import sys
import sysconfig
import tomllib
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.checks.tree import CODE_FOLDERS, ROOT, files

PACKAGES = tuple(
    tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]["targets"]["wheel"][
        "packages"
    ]
)

Run = Callable[..., "subprocess.CompletedProcess[str]"]


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


@pytest.fixture(scope="module")
def site(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the installed wheel and nothing else."""
    folder = tmp_path_factory.mktemp("site")
    uv = Path(sys.executable).parent / "uv"
    command = [str(uv), "pip", "install", "--quiet", "--offline", "--no-deps", "--target", str(folder), str(wheel)]
    installed = subprocess.run(command, capture_output=True, text=True, check=False)
    assert installed.returncode == 0, installed.stderr
    return folder


@pytest.fixture
def run(site: Path, tmp_path: Path) -> Run:
    """Run the installed program with the libraries of this environment; -S hides the checkout, which a .pth adds."""

    def run(*arguments: str, language: str = "en") -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-S", "-P", *arguments],
            cwd=tmp_path,
            env={"PYTHONPATH": f"{site}:{sysconfig.get_path('purelib')}", "LANG": f"{language}.UTF-8"},
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def test_the_wheel_contains_every_file_of_its_packages(names: set[str]) -> None:
    ours = {path.as_posix() for path in files() if path.parts[0] in PACKAGES}

    assert {name.partition("/")[0] for name in names} == set(PACKAGES)
    assert names == ours


def test_only_the_sandbox_and_the_demo_stay_in_the_repository() -> None:
    assert set(CODE_FOLDERS) - set(PACKAGES) == {"sandbox", "demo"}


@pytest.mark.parametrize(
    ("folder", "pattern"),
    [
        ("locales/ru", "*.ftl"),
        ("locales/en", "*.ftl"),
        ("documents/templates", "*.typ"),
        ("documents/fonts", "*.[to]tf"),
        ("documents/fonts", "OFL*.txt"),
        ("models/migrations", "env.py"),
        ("models/migrations", "versions/*.py"),
    ],
)
def test_the_wheel_contains_the_data_files_of_the_bot(names: set[str], folder: str, pattern: str) -> None:
    assert [name for name in names if name.startswith(f"{folder}/") and Path(name).match(pattern)]


def test_the_bot_starts_from_the_wheel_alone(run: Run, site: Path) -> None:
    result = run(
        "-c",
        "import bot, bot.app; from screens.texts import has_text; print(bot.__file__, has_text('en', 'menu-events'))",
    )

    assert result.returncode == 0, result.stderr
    assert result.stdout.split() == [str(site / "bot" / "__init__.py"), "True"]


@pytest.mark.parametrize(
    ("language", "reason"),
    [("en", "The demo is not part of the installed program"), ("ru", "В установленную программу")],
)
def test_the_demo_of_an_installed_bot_says_where_it_can_be_played(
    run: Run, tmp_path: Path, language: str, reason: str
) -> None:
    result = run("-m", "bot", "demo", language=language)

    [line] = result.stderr.splitlines()
    assert (result.returncode, result.stdout) == (2, "")
    assert line.startswith(reason)
    assert "make demo" in line
    assert list(tmp_path.iterdir()) == []
