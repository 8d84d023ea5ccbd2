"""Files of the repository and syntax trees of its modules, each read and parsed once."""

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
CODE_FOLDERS = ("models", "services", "screens", "handlers", "bot", "documents", "sandbox", "demo")


class Import(NamedTuple):
    line: int
    name: str
    """Full dotted name: `aiogram.Bot` for `from aiogram import Bot`."""
    lazy: bool
    """Whether the import is inside a function."""


@dataclass(frozen=True)
class Module:
    """One Python file. `path` is relative to the root of the repository."""

    path: Path
    source: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.source, str(self.path))

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        """All nodes of the tree, breadth first."""
        return tuple(ast.walk(self.tree))

    @cached_property
    def imports(self) -> tuple[Import, ...]:
        """All imports with absolute names, those for type checking included."""
        return tuple(_imports(self.tree, list(self.path.parent.parts), lazy=False))


def _imports(node: ast.AST, package: list[str], *, lazy: bool) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            yield from (Import(child.lineno, alias.name, lazy) for alias in child.names)
        elif isinstance(child, ast.ImportFrom):
            base = package[: len(package) - child.level + 1] if child.level else []
            module = ".".join([*base, *([child.module] if child.module else [])])
            yield from (Import(child.lineno, f"{module}.{alias.name}", lazy) for alias in child.names)
        else:
            is_function = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
            yield from _imports(child, package, lazy=lazy or is_function)


@cache
def files() -> tuple[Path, ...]:
    """Return paths, relative to ROOT, of all files that git tracks or would track."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return tuple(Path(name) for name in sorted(listed.split("\0")) if name and (ROOT / name).is_file())


@cache
def module(path: Path) -> Module:
    return Module(path, (ROOT / path).read_text(encoding="utf-8"))


def modules(*folders: str) -> Iterator[Module]:
    """Yield the Python files of these top folders."""
    for path in files():
        if path.suffix == ".py" and path.parts[0] in folders:
            yield module(path)


def show(findings: list[str]) -> str:
    return "\n".join(["", *findings])
