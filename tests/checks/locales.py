"""Reads the texts that the locales define and those that the code uses, for the checks to compare."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from fluent.syntax import FluentParser
from fluent.syntax import ast as ftl
from fluent.syntax.visitor import Visitor

from tests.checks.tree import ROOT, Module, modules

LANGUAGES = ("ru", "en")
USING_FOLDERS = ("models", "services", "screens", "handlers", "bot", "demo")
KEY = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9_]+)+")


@dataclass
class Text:
    """A Fluent message or term (the key of a term begins with a dash)."""

    file: str
    source: str
    variables: set[str] = field(default_factory=set)
    parts: set[str] = field(default_factory=set)
    """Keys of the messages and terms it includes."""


@dataclass
class Locale:
    texts: dict[str, Text]
    errors: list[str]


class _Needs(Visitor):
    def __init__(self, text: Text) -> None:
        self.text = text

    def visit_VariableReference(self, node: ftl.VariableReference) -> None:
        self.text.variables.add(node.id.name)

    def visit_MessageReference(self, node: ftl.MessageReference) -> None:
        self.text.parts.add(node.id.name)

    def visit_TermReference(self, node: ftl.TermReference) -> None:
        self.text.parts.add(f"-{node.id.name}")


def read(sources: dict[str, str]) -> Locale:
    """Parse .ftl sources, given by file name. The variables of a text include those of its parts."""
    locale = Locale({}, [])
    for name, source in sources.items():
        for entry in FluentParser().parse(source).body:
            if isinstance(entry, ftl.Junk):
                locale.errors.append(f"{name}: cannot be read: {(entry.content or '').strip()[:60]!r}")
            elif isinstance(entry, ftl.Message | ftl.Term):
                key = f"-{entry.id.name}" if isinstance(entry, ftl.Term) else entry.id.name
                if key in locale.texts:
                    locale.errors.append(f"{name}: {key} is already in {locale.texts[key].file}")
                span = entry.span
                text = Text(name, source[span.start : span.end] if span else "")
                _Needs(text).visit(entry)
                locale.texts[key] = text
    for key, text in locale.texts.items():
        locale.errors += [
            f"{text.file}: {key} includes {part}, which does not exist" for part in text.parts - set(locale.texts)
        ]
    is_growing = True
    while is_growing:
        before = sum(len(text.variables) for text in locale.texts.values())
        for text in locale.texts.values():
            for part in text.parts & set(locale.texts):
                if not part.startswith("-"):  # a term gets no values from the message around it
                    text.variables |= locale.texts[part].variables
        is_growing = sum(len(text.variables) for text in locale.texts.values()) > before
    return locale


@cache
def locale(language: str) -> Locale:
    paths = sorted((ROOT / "locales" / language).glob("*.ftl"))
    return read({path.name: path.read_text(encoding="utf-8") for path in paths})


@dataclass(frozen=True)
class Use:
    """One place in the code that names a text."""

    where: str
    pattern: str
    """Regular expression for the key; each value in an f-string matches one word without dashes."""
    is_literal: bool
    is_rendered: bool
    """Passed to a function that renders texts, or a refusal's key; otherwise a literal that looks like a key."""
    values: frozenset[str] | None = None
    """Names of the values passed; None if unknown (`**values`)."""

    def matches(self, key: str) -> bool:
        return re.fullmatch(self.pattern, key) is not None


def _patterns(node: ast.expr) -> Iterator[tuple[str, bool]]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield re.escape(node.value), True
    elif isinstance(node, ast.JoinedStr):
        parts = [re.escape(str(p.value)) if isinstance(p, ast.Constant) else r"[A-Za-z0-9_]+" for p in node.values]
        yield "".join(parts), False
    elif isinstance(node, ast.IfExp):
        yield from _patterns(node.body)
        yield from _patterns(node.orelse)


def _key_argument(call: ast.Call) -> ast.expr | None:
    """Return the argument that names the text if this call renders one; see screens/texts.py."""
    name = ast.unparse(call.func)
    last = name.rpartition(".")[2]
    if (
        last in {"say", "labels"}
        or (last == "plain" and name not in {"plain", "texts.plain"})
        or name.endswith(".button")
        or name.startswith("Say(")
    ):
        position = 0
    elif last in {"plain", "has_text"}:
        position = 1
    else:
        return None
    return call.args[position] if len(call.args) > position else None


def _looks_like_a_key(pattern: str, is_literal: bool) -> bool:
    if is_literal:
        return KEY.fullmatch(pattern.replace("\\", "")) is not None
    return re.match(r"[a-z][a-z0-9_]*\\-", pattern) is not None


def uses(module: Module) -> Iterator[Use]:
    key_parts_seen: set[int] = set()
    for node in module.nodes:
        if isinstance(node, ast.Call) and (key := _key_argument(node)) is not None:
            written_out = all(word.arg for word in node.keywords) and not ast.unparse(node.func).endswith("has_text")
            values = frozenset(word.arg for word in node.keywords if word.arg) if written_out else None
            if values is not None and ast.unparse(node.func).endswith(".button"):
                values -= {"style"}
            key_parts_seen.update(id(part) for part in ast.walk(key))
            yield from (Use(f"{module.path}:{node.lineno}", *found, True, values) for found in _patterns(key))
        elif isinstance(node, ast.ClassDef):  # a refusal names its text
            for part in node.body:
                if isinstance(part, ast.Assign) and ast.unparse(part.targets[0]) == "key":
                    yield from (Use(f"{module.path}:{part.lineno}", *found, True) for found in _patterns(part.value))
        elif isinstance(node, ast.JoinedStr):
            key_parts_seen.update(id(part) for part in node.values)
    for node in module.nodes:
        if isinstance(node, ast.Constant | ast.JoinedStr) and id(node) not in key_parts_seen:
            for found in _patterns(node):
                if _looks_like_a_key(*found):
                    yield Use(f"{module.path}:{node.lineno}", *found, False)


@cache
def all_uses() -> tuple[Use, ...]:
    return tuple(use for module in modules(*USING_FOLDERS) for use in uses(module))
