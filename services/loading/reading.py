"""A network's file from bytes to checked rows, or every mistake in it at once."""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path as FilePath

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from services.loading.crossings import crossings
from services.loading.mistakes import Mistake, Path, Refused, quoted
from services.loading.positions import Source, read_yaml
from services.loading.schema import NetworkFile

LARGEST = 2_000_000
"""Bytes; a network of a thousand events needs a third of it."""

UNUSED = (
    "support_pairs",
    "series",
    "offers",
    "requests",
    "history",
    "year_tasks",
    "site_certificate_rules",
    "year_certificate_rules",
    "expected",
)
"""Sections that are checked, but that no part of the bot reads yet."""

_BY_TYPE = {
    "missing": "load-missing",
    "extra_forbidden": "load-unknown-field",
    "string_type": "load-not-text",
    "bool_type": "load-not-flag",
    "list_type": "load-not-list",
    "dict_type": "load-not-mapping",
    "model_type": "load-not-mapping",
    "model_attributes_type": "load-not-mapping",
    "int_type": "load-not-whole",
    "float_type": "load-not-number",
    "string_too_short": "load-empty",
    "greater_than": "load-not-more",
    "greater_than_equal": "load-less",
    "less_than_equal": "load-more",
    "string_too_long": "load-too-long",
    "literal_error": "load-version",
    "finite_number": "load-not-number",
}
_LIMITS = {
    "greater_than": "gt",
    "greater_than_equal": "ge",
    "less_than_equal": "le",
    "string_too_long": "max_length",
}


@dataclass(frozen=True, slots=True)
class Loadable:
    """A file without mistakes; `source` tells the lines of its values, `sha256` is of its bytes."""

    file: NetworkFile
    source: Source
    sha256: str

    @property
    def unused(self) -> list[str]:
        """Sections of the file that were checked and stay unused."""
        return [name for name in UNUSED if self.source.data.get(name)]


def read_file(path: FilePath) -> Loadable:
    """Raises Refused."""
    try:
        if path.is_dir():
            raise Refused([Mistake("load-is-folder")])
        if path.stat().st_size > LARGEST:
            raise Refused([Mistake("load-too-large", values={"most": str(LARGEST // 1_000_000)})])
        return read_network(path.read_bytes())
    except FileNotFoundError:
        raise Refused([Mistake("load-no-file")]) from None
    except OSError:
        raise Refused([Mistake("load-unreadable")]) from None


def read_network(raw: bytes) -> Loadable:
    """Raises Refused with everything that is wrong, in the order of lines."""
    if len(raw) > LARGEST:
        raise Refused([Mistake("load-too-large", values={"most": str(LARGEST // 1_000_000)})])
    source = read_yaml(raw)
    mistakes: list[Mistake] = []
    file = None
    try:
        file = NetworkFile.model_validate(source.data)
    except ValidationError as error:
        mistakes += [_mistake(source, one) for one in error.errors(include_url=False)]
    if isinstance(source.data, dict):
        mistakes += crossings(source)
    if mistakes or file is None:
        raise Refused(mistakes)
    return Loadable(file, source, sha256(raw).hexdigest())


def _mistake(source: Source, error: ErrorDetails) -> Mistake:
    """pydantic's finding in our words; a path into a mapping's key ends with "[key]" there."""
    path: Path = tuple(part for part in error["loc"] if part != "[key]")
    context = error.get("ctx", {})
    if "at" in context:
        path = (*path, context["at"])
    kind = error["type"]
    values: dict[str, str | int] = {"field": _field(path)}
    if kind.startswith("load-"):
        key = kind
    elif kind == "string_pattern_mismatch":
        key = "load-not-a-code" if "A-Z" in context["pattern"] else "load-empty"
    else:
        key = _BY_TYPE.get(kind, "load-unfit")
    if kind not in {"missing", "extra_forbidden"}:
        values["value"] = quoted(error["input"] if "at" not in context else _value(source, path))
    if kind in _LIMITS:
        values["limit"] = str(context[_LIMITS[kind]])
    if "expected" in context:
        values["expected"] = str(context["expected"])
    line = source.line(path[:-1] if kind == "missing" else path)
    return Mistake(key, line, values)


def _value(source: Source, path: Path) -> object:
    data = source.data
    for part in path:
        data = data[part]
    return data


def _field(path: Path) -> str:
    """The last name on the way: "statuses" for the second item of a list of them."""
    return next((quoted(part) for part in reversed(path) if isinstance(part, str)), "")
