"""Rules that no linter checks: one clock, no texts in code, a reason with every exemption, a handler for every wish."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from aiogram.filters.callback_data import CallbackData

from handlers.table import ROUTES
from screens import wishes
from tests.checks.tree import CODE_FOLDERS, Module, modules, show

CYRILLIC = re.compile("[а-яёА-ЯЁ]")
WITHOUT_RUSSIAN = ("models", "services", "screens", "handlers", "bot", "documents")
# Russian here is data for recognizing typed text and never appears on a screen.
RECOGNITION = re.compile(r"services/reading/(\w+/)?\w+\.py")
WITHOUT_A_CLOCK = ("models", "services", "screens", "handlers", "documents")
CLOCKS = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "time.time_ns"}

Finding = tuple[int, str]


def russian_texts(module: Module) -> Iterator[Finding]:
    alone = (node.value for node in module.nodes if isinstance(node, ast.Expr))
    docstrings = {id(value) for value in alone if isinstance(value, ast.Constant)}
    for node in module.nodes:
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or id(node) in docstrings:
            continue
        if CYRILLIC.search(node.value):
            yield node.lineno, f"contains {node.value[:40]!r}: texts belong to locales/"


def clock_reads(module: Module) -> Iterator[Finding]:
    for node in module.nodes:
        if isinstance(node, ast.Call):
            name = ".".join(ast.unparse(node.func).split(".")[-2:])
            if name in CLOCKS:
                yield node.lineno, f"reads the clock by {name}: `now` enters as an argument"


def wide_excepts(module: Module) -> Iterator[Finding]:
    lines = module.source.splitlines()
    wide = {"Exception", "BaseException"}
    for node in module.nodes:
        caught: list[ast.expr] = []
        if isinstance(node, ast.ExceptHandler):
            everything = node.type is None
            caught = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type] if node.type else []
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("suppress"):
            everything, caught = False, node.args
        else:
            continue
        if (everything or wide & {ast.unparse(kind) for kind in caught}) and "#" not in lines[node.lineno - 1]:
            yield node.lineno, "catches everything without a reason on the same line"


def unexplained_exemptions(module: Module) -> Iterator[Finding]:
    """Find `noqa: CODE` and `type: ignore[code]` without a reason behind; ruff demands only the code."""
    for number, line in enumerate(module.source.splitlines(), 1):
        marked = re.search(r"#\s*(?:noqa:\s*[A-Z]+\d+(?:,\s*[A-Z]+\d+)*|type:\s*ignore\[[\w, -]+\])(.*)", line)
        if marked and len(re.findall(r"\w+", marked[1])) < 2:
            yield number, "is exempt from a rule without a reason"


Rule = Callable[[Module], Iterator[Finding]]
RULES: list[tuple[Rule, tuple[str, ...], str]] = [
    (russian_texts, WITHOUT_RUSSIAN, 'say("Привет")'),
    (russian_texts, WITHOUT_RUSSIAN, 'say(f"{name}, привет")'),
    (clock_reads, WITHOUT_A_CLOCK, "now = datetime.datetime.now(tz=UTC)"),
    (clock_reads, WITHOUT_A_CLOCK, "today = date.today()"),
    (wide_excepts, (*CODE_FOLDERS, "benchmarks", "tests"), "try: ...\nexcept Exception: ..."),
    (wide_excepts, (*CODE_FOLDERS, "benchmarks", "tests"), "try: ...\nexcept: ..."),
    (wide_excepts, (*CODE_FOLDERS, "benchmarks", "tests"), "try: ...\nexcept (KeyError, BaseException): ..."),
    (wide_excepts, (*CODE_FOLDERS, "benchmarks", "tests"), "with suppress(Exception): ..."),
    (unexplained_exemptions, (*CODE_FOLDERS, "benchmarks", "tests"), "import x  # no" + "qa: F401"),
    (unexplained_exemptions, (*CODE_FOLDERS, "benchmarks", "tests"), "x = y  # type" + ": ignore[attr-defined]"),
]


def sample(source: str) -> Module:
    return Module(Path("handlers/sample.py"), source)


@pytest.mark.parametrize(("rule", "folders"), dict.fromkeys((rule, folders) for rule, folders, _ in RULES))
def test_the_code_follows_the_rule(rule: Rule, folders: tuple[str, ...]) -> None:
    found = []
    for module in modules(*folders):
        if rule is russian_texts and RECOGNITION.fullmatch(module.path.as_posix()):
            continue
        found += [f"{module.path}:{line}: {finding}" for line, finding in rule(module)]
    assert not found, show(found)


@pytest.mark.parametrize(("rule", "broken_source"), [(rule, broken_source) for rule, _, broken_source in RULES])
def test_a_broken_rule_is_found(rule: Rule, broken_source: str) -> None:
    assert list(rule(sample(broken_source)))


def test_code_that_follows_every_rule_passes() -> None:
    good = (
        '"""Пояснение."""\ntry: ...\nexcept Exception: ...  # a job may fail in any way\nx = 1  # no'
        + "qa: S101 - a lie"
    )
    for rule, *_ in RULES:
        assert list(rule(sample(good))) == []


def test_every_wish_has_a_handler() -> None:
    handled = {route.key[0] for route in ROUTES}
    unhandled = [f"{wish.__module__}: {wish.__name__} has no handler" for wish in wishes.ALL if wish not in handled]
    assert len(ROUTES) > 100
    assert not unhandled, show(sorted(unhandled))


def test_every_place_has_a_handler() -> None:
    handled = {route.key for route in ROUTES}
    assert [place for place in wishes.Place if (wishes.Go, place) not in handled] == []


def test_no_two_wishes_share_a_prefix() -> None:
    taken: dict[str, str] = {}
    shared = []
    for wish in wishes.ALL:
        if (first := taken.setdefault(wish.__prefix__, wish.__name__)) != wish.__name__:
            shared.append(f"{wish.__name__} has the prefix {wish.__prefix__!r} of {first}")
    assert len(taken) > 80
    assert not shared, show(shared)


def test_a_wish_is_defined_below_wishes_and_nowhere_else() -> None:
    elsewhere = [wish.__qualname__ for wish in CallbackData.__subclasses__() if wish not in wishes.ALL]
    assert elsewhere == []
