"""Imports between layers point one way: rules do not depend on Telegram, and screens do not depend on the bot."""

import subprocess
import sys
from collections.abc import Iterable
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from tests.checks.tree import CODE_FOLDERS, ROOT, Module, modules, show

# models <- services <- screens <- handlers <- bot; documents and sandbox are leaves; demo uses the sandbox.
MAY_IMPORT: dict[str, set[str]] = {
    "models": set(),
    "services": {"models"},
    "screens": {"models", "services", "documents"},
    "handlers": {"models", "services", "screens"},
    "documents": set(),
    "sandbox": set(),
    "demo": {"sandbox"},
    "bot": {"models", "services", "screens", "handlers", "documents"},
}
# The demo and the sandbox are loaded by the command that needs them, never by the running bot.
LAZY_IMPORTS: dict[str, set[str]] = {"bot": {"demo", "sandbox"}}

# Names that a folder may import from aiogram, with everything inside them; folders not listed may import all of it.
ALLOWED_AIOGRAM: dict[str, tuple[str, ...]] = {
    "models": (),
    "services": (),
    "documents": (),
    "demo": (),
    "screens": ("aiogram.filters.callback_data",),
    "handlers": ("aiogram.filters.callback_data",),
}
NEVER_BELOW_BOT = {"aiohttp", "asyncpg", "aiosqlite", "apscheduler", "prometheus_client", "typer"}


def wrong_imports(module: Module) -> list[str]:
    path, folder = module.path, module.path.parts[0]
    wrong = []
    for line, name, lazy in module.imports:
        top = name.partition(".")[0]
        where = f"{path}:{line}: {folder}"
        if top in {"tests", "benchmarks"}:
            wrong.append(f"{where} imports {top}")
        elif top in CODE_FOLDERS and top != folder and top not in MAY_IMPORT[folder]:
            if top not in LAZY_IMPORTS.get(folder, set()):
                wrong.append(f"{where} may not import {top}")
            elif not lazy:
                wrong.append(f"{where} imports {top} only inside the function that needs it")
        elif top in {"aiogram", "magic_filter"} and folder in ALLOWED_AIOGRAM:
            if not any(f"{name}.".startswith(f"{allowed}.") for allowed in ALLOWED_AIOGRAM[folder]):
                wrong.append(f"{where} may not import {name} from aiogram")
        elif top in NEVER_BELOW_BOT and folder in {"models", "services", "screens", "handlers"}:
            wrong.append(f"{where} may not import {top}: it belongs to bot/")
        elif top == "aiogram" and not lazy and path == Path("bot/__main__.py"):
            wrong.append(f"{where} imports aiogram although the command may not need it")
        elif top == "aiogram" and folder == "sandbox" and path.name != "session.py":
            wrong.append(f"{where} imports aiogram outside session.py, so the server would start slowly")
    return wrong


@pytest.mark.parametrize("folder", CODE_FOLDERS)
def test_imports_between_folders_point_one_way(folder: str) -> None:
    found = list(modules(folder))
    wrong = [finding for module in found for finding in wrong_imports(module)]

    assert found, f"{folder}/ has no module, so nothing was checked"
    assert not wrong, show(wrong)


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("models/events.py", "import services"),
        ("models/events.py", "from services.events import sign_up"),
        ("services/events.py", "from screens import events"),
        ("services/events.py", "from aiogram.types import Message"),
        ("services/events.py", "def late():\n    import screens"),
        ("services/events.py", "from ..screens import card"),
        ("screens/events.py", "from aiogram.types import InlineKeyboardButton"),
        ("screens/events.py", "from aiogram import Router"),
        ("screens/events.py", "import handlers.events"),
        ("handlers/events.py", "from aiogram import Bot"),
        ("handlers/events.py", "import aiogram"),
        ("handlers/events.py", "from aiogram import Router"),
        ("handlers/events.py", "from aiogram.fsm.context import FSMContext"),
        ("handlers/events.py", "from magic_filter import F"),
        ("handlers/events.py", "from aiogram.client.session.base import BaseSession"),
        ("handlers/events.py", "from bot import outbox"),
        ("handlers/coordinator/lists.py", "from ...bot import outbox"),
        ("documents/card.py", "from models import Event"),
        ("sandbox/local.py", "import services"),
        ("sandbox/local.py", "from aiogram.types import Update"),
        ("demo/story.py", "from bot.app import build"),
        ("bot/app.py", "import demo"),
        ("bot/app.py", "from sandbox.local import Telegram"),
        ("bot/__main__.py", "from aiogram import Bot"),
        ("services/events.py", "from tests.people import teacher"),
        ("bot/app.py", "from benchmarks.rounds import Rounds"),
    ],
)
def test_a_wrong_import_is_found(path: str, source: str) -> None:
    assert wrong_imports(Module(Path(path), source))


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("services/events.py", "from models.events import Event\nfrom . import people\nimport sqlalchemy"),
        ("screens/wishes.py", "from aiogram.filters.callback_data import CallbackData"),
        ("handlers/routes.py", "from aiogram.filters.callback_data import CallbackData"),
        ("sandbox/session.py", "from aiogram import Bot"),
        ("demo/story.py", "from sandbox.remote import Person"),
        ("bot/app.py", "from handlers import routers\nfrom aiogram import Bot"),
        ("bot/__main__.py", "def demo():\n    import demo.story\n    from aiogram import Bot"),
    ],
)
def test_an_allowed_import_passes(path: str, source: str) -> None:
    assert wrong_imports(Module(Path(path), source)) == []


def import_cycle(found: Iterable[Module]) -> list[str]:
    """Return the modules of one import cycle, or []; imports in TYPE_CHECKING blocks and functions count."""
    named = {".".join(module.path.with_suffix("").parts).removesuffix(".__init__"): module for module in found}
    graph: TopologicalSorter[str] = TopologicalSorter()
    for importer, module in named.items():
        for _, name, _ in module.imports:
            imported = name if name in named else name.rpartition(".")[0]
            if imported in named and imported != importer:
                graph.add(importer, imported)
    try:
        graph.prepare()
    except CycleError as error:
        return [*reversed(error.args[1])]
    return []


@pytest.mark.parametrize("folder", CODE_FOLDERS)
def test_modules_form_no_import_cycle(folder: str) -> None:
    assert import_cycle(modules(folder)) == []


@pytest.mark.parametrize(
    "back",
    [
        "from services import seats",
        "from services.seats import take",
        "import services.seats",
        "from . import seats",
        "if TYPE_CHECKING:\n    from services.seats import Seat",
        "def late():\n    from services.seats import take",
    ],
)
def test_an_import_cycle_is_found(back: str) -> None:
    sources = {
        "services/__init__.py": "",
        "services/seats.py": "from services.waiting_list import first",
        "services/waiting_list.py": "from services.events import Event",
        "services/events.py": back,
    }
    assert len(set(import_cycle(Module(Path(path), source) for path, source in sources.items()))) == 3


HELP = """\
import contextlib, sys
sys.argv = ["centrik", "--help"]
from bot.__main__ import cli, main
with contextlib.suppress(SystemExit):
    main()
"""


def output_of(program: str) -> list[str]:
    """Run a program of Python in a process of its own and return the words of its last line."""
    result = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    return result.stdout.splitlines()[-1].split()


def test_the_help_of_the_command_line_imports_no_part_of_the_bot() -> None:
    heavy = {"aiogram", "aiohttp", "alembic", "apscheduler", "asyncio", "models", "pydantic", "sqlalchemy", "structlog"}
    heavy |= {"demo", "sandbox", "typst"}

    assert output_of(HELP + f"print('imported:', *sorted({heavy} & set(sys.modules)))") == ["imported:"]


def test_the_help_of_the_command_line_compiles_the_texts_of_its_commands_and_no_others() -> None:
    counts = """\
import typer.main
from screens import texts
group = typer.main.get_command(cli)
commands = [group, *group.commands.values()]
said = {part.help for each in commands for part in [each, *each.params] if getattr(part, "help", None)}
print(len(said), texts._bundle.cache_info().currsize)
"""
    said, compiled = output_of(HELP + counts)

    assert int(compiled) <= int(said)


def test_the_bot_imports_what_serves_papers_pages_and_migrations_when_they_are_needed() -> None:
    later = {"alembic", "demo", "icalendar", "jinja2", "prometheus_client", "rich", "sandbox", "segno", "typst", "yaml"}
    program = "import sys; from bot.__main__ import import_bot; import_bot()\n"

    assert output_of(program + f"print('imported:', *sorted({later} & set(sys.modules)))") == ["imported:"]


def test_the_log_says_that_the_bot_starts_before_the_slow_imports() -> None:
    program = """\
import os, sys
import bot.__main__ as terminal
sys.argv = ["centrik", "run"]
os.environ |= {"BOT_TOKEN": "42:TEST"}
terminal.import_bot = lambda: sys.exit(" ".join(["imported:", *{"aiogram", "sqlalchemy"} & set(sys.modules)]))
terminal.main()
"""
    started = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    first, last = started.stderr.splitlines()

    assert first.endswith("event=starting")
    assert last == "imported:"
