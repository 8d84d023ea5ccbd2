"""What the checks walk over: the rooms and the files of the repository, new ones not yet committed among them."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("models", "services", "screens", "handlers", "bot", "documents", "sandbox", "demo")


@cache
def files() -> tuple[Path, ...]:
    """Paths relative to ROOT of everything that git tracks or would track."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return tuple(Path(name) for name in sorted(listed.split("\0")) if name and (ROOT / name).is_file())


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse((ROOT / path).read_text(encoding="utf-8"), str(path))


def modules(*rooms: str) -> Iterator[tuple[Path, ast.Module]]:
    """Every Python file of these rooms (any top folder, `tests` too) with its syntax tree."""
    for path in files():
        if path.suffix == ".py" and path.parts[0] in rooms:
            yield path, parsed(path)


def show(findings: list[str]) -> str:
    return "\n".join(["", *findings])
