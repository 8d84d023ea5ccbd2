"""Imports point one way, so that a rule is read without knowing Telegram and a screen without knowing the database."""

import subprocess
import sys
from collections.abc import Iterable
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from tests.checks.tree import ROOMS, ROOT, Module, modules, show

# models <- services <- screens <- handlers <- bot; documents and sandbox are leaves; demo plays against the sandbox.
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
LAZILY: dict[str, set[str]] = {"bot": {"demo", "sandbox"}}

# None: nothing of aiogram. Otherwise the names that a room may take from it; a package name covers what is inside.
AIOGRAM: dict[str, tuple[str, ...]] = {
    "models": (),
    "services": (),
    "documents": (),
    "demo": (),
    "screens": ("aiogram.filters.callback_data",),
    "handlers": ("aiogram.Router", "aiogram.filters", "aiogram.fsm", "aiogram.types", "aiogram.enums"),
}
NEVER_BELOW_BOT = {"aiohttp", "asyncpg", "aiosqlite", "apscheduler", "prometheus_client", "typer"}


def wrong_imports(module: Module) -> list[str]:
    path, room = module.path, module.path.parts[0]
    wrong = []
    for line, name, lazy in module.imports:
        top = name.partition(".")[0]
        where = f"{path}:{line}: {room}"
        if top == "tests":
            wrong.append(f"{where} imports tests")
        elif top in ROOMS and top != room and top not in MAY_IMPORT[room]:
            if top not in LAZILY.get(room, set()):
                wrong.append(f"{where} may not import {top}")
            elif not lazy:
                wrong.append(f"{where} imports {top} only inside the function that needs it")
        elif top in {"aiogram", "magic_filter"} and room in AIOGRAM:
            if not any(f"{name}.".startswith(f"{allowed}.") for allowed in AIOGRAM[room]):
                wrong.append(f"{where} may not take {name} from aiogram")
        elif top in NEVER_BELOW_BOT and room in {"models", "services", "screens", "handlers"}:
            wrong.append(f"{where} may not import {top}: it belongs to bot/")
        elif top == "aiogram" and not lazy and path == Path("bot/__main__.py"):
            wrong.append(f"{where} imports aiogram before it is known which command runs")
        elif top == "aiogram" and room == "sandbox" and path.name != "session.py":
            wrong.append(f"{where} imports aiogram outside session.py, so the server would start slowly")
    return wrong


@pytest.mark.parametrize("room", ROOMS)
def test_imports_point_one_way(room: str) -> None:
    found = list(modules(room))
    wrong = [finding for module in found for finding in wrong_imports(module)]

    assert found, f"{room}/ has no module: a check without a subject proves nothing"
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
        ("handlers/events.py", "from aiogram import F"),
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
    ],
)
def test_an_arrow_the_other_way_is_found(path: str, source: str) -> None:
    assert wrong_imports(Module(Path(path), source))


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("services/events.py", "from models.events import Event\nfrom . import people\nimport sqlalchemy"),
        ("screens/wishes.py", "from aiogram.filters.callback_data import CallbackData"),
        ("handlers/events.py", "from aiogram import Router\nfrom aiogram.filters import Command"),
        ("sandbox/session.py", "from aiogram import Bot"),
        ("demo/story.py", "from sandbox.remote import Person"),
        ("bot/app.py", "from handlers import routers\nfrom aiogram import Bot"),
        ("bot/__main__.py", "def demo():\n    import demo.story\n    from aiogram import Bot"),
    ],
)
def test_an_arrow_the_right_way_passes(path: str, source: str) -> None:
    assert wrong_imports(Module(Path(path), source)) == []


def circle(found: Iterable[Module]) -> list[str]:
    """Return the modules of one import circle, [] when there is none; TYPE_CHECKING and lazy imports count, too."""
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


@pytest.mark.parametrize("room", ROOMS)
def test_no_modules_import_each_other_in_a_circle(room: str) -> None:
    assert circle(modules(room)) == []


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
def test_an_import_circle_is_found(back: str) -> None:
    sources = {
        "services/__init__.py": "",
        "services/seats.py": "from services.waiting_list import first",
        "services/waiting_list.py": "from services.events import Event",
        "services/events.py": back,
    }
    assert len(set(circle(Module(Path(path), source) for path, source in sources.items()))) == 3


def test_the_command_line_starts_without_telegram() -> None:
    heavy = {"aiogram", "typst", "sandbox", "demo"}
    program = f"import sys, bot.__main__; print(*sorted({heavy} & set(sys.modules)))"
    result = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)

    assert result.returncode == 0, result.stderr
    assert result.stdout.split() == []
