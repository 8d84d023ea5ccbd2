"""Knowledge of Telegram stands in its adapter alone, so that a second messenger is one more folder."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.checks.tree import CODE_FOLDERS, Module, modules, show

ADAPTER = Path("bot/telegram")
OUTSIDE_THE_PRODUCT = ("sandbox", "demo")
MIGRATIONS = Path("models/migrations")
"""They carry the names of their time."""
WISH_PROTOCOL = "aiogram.filters.callback_data."
"""`CallbackData` packs a wish into a button and knows no messenger."""
WIRING = Path("bot/app.py")


def peculiar(module: Module) -> Iterator[str]:
    """Yield the places of a file that name Telegram's library, addresses or messenger."""
    for line, name, _ in module.imports:
        is_allowed = module.path == WIRING or name.startswith(WISH_PROTOCOL)
        if name.partition(".")[0] == "aiogram" and not is_allowed:
            yield f"{module.path}:{line}: imports {name}"
    for node in module.nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if node.value == "telegram":
                yield f"{module.path}:{node.lineno}: names a messenger"
            elif "t.me/" in node.value:
                yield f"{module.path}:{node.lineno}: makes a link of Telegram"


def test_only_the_adapter_knows_telegram() -> None:
    folders = [folder for folder in CODE_FOLDERS if folder not in OUTSIDE_THE_PRODUCT]
    found = [part for part in modules(*folders) if not part.path.is_relative_to(ADAPTER)]
    places = [place for part in found if not part.path.is_relative_to(MIGRATIONS) for place in peculiar(part)]

    assert len(found) > 100
    assert not places, show(places)


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("bot/outbox/sender.py", "from aiogram.exceptions import TelegramAPIError"),
        ("services/actors.py", 'account.messenger == "telegram"'),
        ("screens/events/words.py", 'f"https://t.me/{name}"'),
        ("screens/wishes/ground.py", "from aiogram.types import Message"),
    ],
)
def test_the_check_finds_what_it_looks_for(path: str, source: str) -> None:
    assert list(peculiar(Module(Path(path), source)))
