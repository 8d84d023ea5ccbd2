"""Reads a network's file from bytes to checked rows, or finds every error in it at once."""

import stat
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from services.loading.cross_checks import cross_check
from services.loading.errors import FileError, FileRefused, ValuePath, quoted
from services.loading.schema import HEADCOUNT_ALONE, HEADCOUNT_WITH_DAY, NetworkFile
from services.loading.unused import unused_in
from services.loading.yaml_source import Source, read_yaml

MAX_FILE_BYTES = 2_000_000
"""A network of a thousand events needs a third of it."""

_NOT_FIELDS = {"[key]", HEADCOUNT_ALONE, HEADCOUNT_WITH_DAY}
"""Parts of pydantic's paths that the file does not have."""
_KEY_BY_PYDANTIC_TYPE = {
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
_LIMIT_BY_PYDANTIC_TYPE = {
    "greater_than": "gt",
    "greater_than_equal": "ge",
    "less_than_equal": "le",
    "string_too_long": "max_length",
}


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file without errors; `source` knows the lines of its values, `sha256` is that of its bytes."""

    file: NetworkFile
    source: Source
    sha256: str

    @property
    def unused(self) -> list[str]:
        """Keys of the file that were checked but do nothing yet."""
        return unused_in(self.source.data)


def read_file(path: Path) -> CheckedFile:
    """Read and check a plain file, at most a byte more than MAX_FILE_BYTES of it; raises FileRefused."""
    try:
        mode = path.stat().st_mode  # before it is opened: opening a pipe would wait for its writer
        if not stat.S_ISREG(mode):
            raise FileRefused([FileError("load-is-folder" if stat.S_ISDIR(mode) else "load-no-plain-file")])
        with path.open("rb") as file:
            raw = file.read(MAX_FILE_BYTES + 1)
        return read_network(raw)
    except (FileNotFoundError, NotADirectoryError):
        raise FileRefused([FileError("load-no-file")]) from None
    except OSError:
        raise FileRefused([FileError("load-unreadable")]) from None


def read_network(raw: bytes) -> CheckedFile:
    """Check the bytes of a file; raises FileRefused with all of its errors."""
    if len(raw) > MAX_FILE_BYTES:
        raise FileRefused([FileError("load-too-large", values={"most": str(MAX_FILE_BYTES // 1_000_000)})])
    source = read_yaml(raw)
    errors: list[FileError] = []
    file = None
    try:
        file = NetworkFile.model_validate(source.data)
    except ValidationError as error:
        errors += [_translate(source, one) for one in error.errors(include_url=False)]
    if isinstance(source.data, dict):
        errors += cross_check(source)
    if errors or file is None:
        raise FileRefused(errors)
    return CheckedFile(file, source, sha256(raw).hexdigest())


def _translate(source: Source, error: ErrorDetails) -> FileError:
    """Translate an error of pydantic, whose path names the key of a mapping and the form of a value, too."""
    path: ValuePath = tuple(part for part in error["loc"] if part not in _NOT_FIELDS)
    context = error.get("ctx", {})
    if "at" in context:
        path = (*path, context["at"])
    kind = error["type"]
    values: dict[str, str | int] = {"field": _field_name(path)}
    if kind.startswith("load-"):
        key = kind
    elif kind == "string_pattern_mismatch":
        key = "load-not-a-code" if "A-Z" in context["pattern"] else "load-empty"
    else:
        key = _KEY_BY_PYDANTIC_TYPE.get(kind, "load-unfit")
    if kind not in {"missing", "extra_forbidden"}:
        values["value"] = quoted(error["input"] if "at" not in context else _value_at(source, path))
    if kind in _LIMIT_BY_PYDANTIC_TYPE:
        values["limit"] = str(context[_LIMIT_BY_PYDANTIC_TYPE[kind]])
    if "expected" in context:
        values["expected"] = str(context["expected"])
    line = source.line(path[:-1] if kind == "missing" else path)
    return FileError(key, line, values)


def _value_at(source: Source, path: ValuePath) -> object:
    data = source.data
    for part in path:
        data = data[part]
    return data


def _field_name(path: ValuePath) -> str:
    """Return the last field name on the path: "statuses" for the second item of their list."""
    return next((quoted(part) for part in reversed(path) if isinstance(part, str)), "")
