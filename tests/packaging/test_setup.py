"""Setting up from nothing: pins follow from the project, and a plain sentence names what is missing."""

import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.checks.tree import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def write_script(path: Path, body: str) -> Path:
    path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def pins(name: str) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE))


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_pin_has_hashes_and_names_no_address(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    entries = re.split(r"\n(?=\S)", text)

    assert len(entries) == len(pins(name))
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert "://" not in text


def test_runtime_and_development_pin_the_same_versions() -> None:
    assert pins("requirements.txt").items() <= pins("requirements-dev.txt").items()


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("requirements.txt", PROJECT["dependencies"]),
        ("requirements-dev.txt", [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"]]),
    ],
)
def test_every_dependency_is_pinned_to_an_accepted_version(name: str, wanted: list[str]) -> None:
    pinned = pins(name)
    for requirement in map(Requirement, wanted):
        assert requirement.specifier.contains(pinned[canonicalize_name(requirement.name)]), requirement


def check_pins(uv: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "UV": str(uv)}
    return subprocess.run([".ci/pins", "check"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


# Shell code of the fake uv: find the file given by --output-file.
FIND_OUTPUT = 'while [ "$1" != --output-file ]; do shift; done; output=$2'


def test_pins_that_follow_from_the_project_pass(tmp_path: Path) -> None:
    uv = write_script(tmp_path / "uv", f'{FIND_OUTPUT}; cmp -s "$output" "$(basename "$output")"')
    result = check_pins(uv)

    assert result.returncode == 0, result.stderr
    assert result.stdout == ""


def test_stale_pins_fail_and_say_what_to_do(tmp_path: Path) -> None:
    before = (ROOT / "requirements.txt").read_bytes()
    uv = write_script(tmp_path / "uv", f'{FIND_OUTPUT}; echo "left-pad==1.0" >> "$output"')
    result = check_pins(uv)

    assert result.returncode == 1
    assert "+left-pad==1.0" in result.stdout
    assert "run 'make pins'" in result.stderr
    assert (ROOT / "requirements.txt").read_bytes() == before


def test_pins_that_cannot_be_verified_fail(tmp_path: Path) -> None:
    uv = write_script(tmp_path / "uv", 'echo "no route to the index" >&2; exit 2')
    result = check_pins(uv)

    assert result.returncode == 1
    assert "no route to the index" in result.stderr
    assert "not verified" in result.stderr


@pytest.fixture
def bare_machine(tmp_path: Path) -> Path:
    """A folder with the repository's build files and a PATH (`bin/`) with almost no programs."""
    for name in ("Makefile", "requirements-dev.txt", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "rm").symlink_to(shutil.which("rm") or "/bin/rm")
    return tmp_path


def make(machine: Path) -> subprocess.CompletedProcess[str]:
    command = [shutil.which("make") or "make", "test"]
    environment = {"PATH": str(machine / "bin")}
    return subprocess.run(command, cwd=machine, env=environment, capture_output=True, text=True, check=False)


def test_without_a_python_make_says_which_one_is_needed(bare_machine: Path) -> None:
    write_script(bare_machine / "bin" / "python3", "exit 1")  # too old
    result = make(bare_machine)

    assert result.returncode != 0
    assert "Python 3.11 or newer is needed" in result.stderr


def test_without_the_venv_module_make_says_what_to_install(bare_machine: Path) -> None:
    write_script(bare_machine / "bin" / "python3", '[ "$1" = -c ] || { echo "No module named venv" >&2; exit 1; }')
    result = make(bare_machine)

    assert result.returncode != 0
    assert "install python3-venv" in result.stderr
    assert not (bare_machine / ".venv").exists()


def run_ci(folder: Path, last_line: str, code: int = 0) -> subprocess.CompletedProcess[str]:
    write_script(
        folder / "make",
        f'[ "$1" = check ] && [ "$CENTRIK_REQUIRE_SERVICES" = 1 ] || exit 3\necho "{last_line}"; exit {code}',
    )
    environment = {**os.environ, "PATH": f"{folder}:{os.environ['PATH']}"}
    return subprocess.run([".ci/run"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_a_skipped_test_fails_the_ci_run(tmp_path: Path) -> None:
    assert run_ci(tmp_path, "412 passed in 80.12s").returncode == 0
    assert run_ci(tmp_path, "1 failed, 411 passed in 80.12s", 2).returncode == 2

    skipped = run_ci(tmp_path, "400 passed, 12 skipped in 80.12s")
    assert skipped.returncode == 1
    assert "were skipped" in skipped.stderr
