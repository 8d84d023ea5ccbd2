"""Commands of the terminal say what they do before they import anything that takes time."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.checks.tree import ROOT

SLOW = {"aiogram", "aiohttp", "alembic", "sqlalchemy"}
PROGRAM = f"""
import sys

def stop_at_slow_imports(event, arguments):
    if event == "import" and arguments[0] in {SLOW!r}:
        sys.stdout.flush()
        sys.stderr.write("imports " + arguments[0])
        raise SystemExit(7)

sys.addaudithook(stop_at_slow_imports)
from bot.__main__ import main
sys.argv = ["centrik", *sys.argv[1:]]
main()
"""


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["clock", "--advance", "1h"], "Переводим часы бота…"),
        (["load", "network.yaml"], "Загружаем описание сети…"),
        (["demo"], "Открываем песочницу: токен не нужен, люди и сеть придуманы."),
    ],
)
def test_the_first_line_comes_before_slow_imports(tmp_path: Path, words: list[str], line: str) -> None:
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "BOT_TOKEN": "42:TEST",
        "BOT_API_URL": "http://127.0.0.1:1",
        "CLOCK_START": "2026-10-01T09:00:00+03:00",
        "LANG": "C.UTF-8",
    }
    command = [sys.executable, "-c", PROGRAM, *words]
    ended = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)

    first, then = ended.stderr.splitlines()
    assert first.endswith(line)
    assert then.startswith("imports ")
    assert ended.returncode == 7
