"""A mistake of the operator ends a command with one plain sentence: no traceback, no secret, exit code 2."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.checks.tree import ROOT

PASSWORD = "hush-hush"


def command(folder: Path, *words: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    given = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "BOT_TOKEN": f"42:{PASSWORD}",
        "BOT_API_URL": "http://127.0.0.1:1",
        "DATABASE_URL": f"sqlite:///{folder / 'centrik.db'}",
        "CLOCK_START": "2026-10-01T09:00:00+03:00",
        "LANG": "C.UTF-8",
    }
    line = [sys.executable, "-m", "bot", *words]
    return subprocess.run(line, cwd=folder, env=given | environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("word", ["run", "migrate"])
def test_a_database_file_that_cannot_be_made_is_one_sentence(tmp_path: Path, word: str) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    ended = command(tmp_path, word, DATABASE_URL=f"sqlite:///{tmp_path / 'file' / 'centrik.db'}")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.splitlines()[-1].startswith("База данных не отвечает")
    assert "Traceback" not in ended.stderr
    assert PASSWORD not in ended.stderr


@pytest.mark.parametrize("span", ["999999999d", "99999999999999h", "23", "-3h", ""])
def test_an_impossible_span_is_one_sentence(tmp_path: Path, span: str) -> None:
    ended = command(tmp_path, "clock", f"--advance={span}")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "Не получилось понять промежуток" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_moving_a_clock_that_was_never_started_is_one_sentence(tmp_path: Path) -> None:
    ended = command(tmp_path, "clock", "--advance", "1h")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "ещё не заведены" in ended.stderr
