"""Complaints of the YAML parser as errors of the file: the line to mend and the sentence that says how."""

import re

import yaml

from services.loading.errors import FileError, quoted

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_NEVER_FIRST = frozenset("]},@`%*&!|>")


def complaint(error: yaml.MarkedYAMLError, text: str) -> FileError:
    """Return the error of the file behind an exception of the parser; `text` is what it parsed."""
    return _Complaint(error, text).error()


class _Complaint:
    """Where parsing stopped (`line`, `column`), and where the construct around it began (`opened`), all from 0."""

    def __init__(self, error: yaml.MarkedYAMLError, text: str) -> None:
        mark = error.problem_mark or error.context_mark
        self._text = text
        self._lines = _BREAK.split(text)
        self._context, self._problem = error.context or "", error.problem or ""
        self._line, self._column = (mark.line, mark.column) if mark else (0, 0)
        around = error.context_mark or mark
        self._opened, self._opened_column = (around.line, around.column) if around else (0, 0)
        self._here = self._text_of(self._line)

    def error(self) -> FileError:
        sign = self._here[self._column : self._column + 1]
        context = self._context
        if "\t" in self._indent_of(self._line) or sign == "\t" or "found a tab" in self._problem:
            return self._at(self._line, "load-yaml-tab")
        if context.endswith("quoted scalar"):
            return self._in_quotes()
        if (quote := self._quote_closed_too_late()) is not None:
            return self._at(quote.line, "load-yaml-quote", quote=self._text_of(quote.line)[quote.column])
        if "flow" in context:
            bracket = "{" if "mapping" in context else "["
            return self._at(self._line, "load-yaml-bracket", bracket=bracket, first=str(self._opened + 1))
        if "block scalar" in context:
            return self._at(self._line, "load-yaml-block")
        if "simple key" in context:
            return self._at(self._opened, "load-yaml-name")
        first = self._text_of(self._opened)[self._opened_column : self._opened_column + 1]
        for begins in (sign, first):
            if begins in _NEVER_FIRST and begins and not self._follows_a_value():
                return self._at(self._line, "load-yaml-sign", sign=begins)
        return self._of_blocks()

    def _in_quotes(self) -> FileError:
        if not self._problem.startswith("found unexpected"):
            return self._at(self._line, "load-yaml-escape")
        quote = self._text_of(self._opened)[self._opened_column : self._opened_column + 1]
        return self._at(self._opened, "load-yaml-quote", quote=quote)

    def _quote_closed_too_late(self) -> yaml.Mark | None:
        """Return the quote that was closed on the line of the error by the opening quote of the next value."""
        found: yaml.ScalarToken | None = None
        try:
            for token in yaml.scan(self._text, Loader=LOADER):
                if isinstance(token, yaml.ScalarToken) and token.style in ("'", '"'):
                    found = token
        except (yaml.YAMLError, ValueError):
            pass  # the error that is explained here
        if found is None or found.start_mark.line == found.end_mark.line or found.end_mark.line != self._line:
            return None
        opened: yaml.Mark = found.start_mark
        return opened

    def _of_blocks(self) -> FileError:
        before = self._here[: self._column]
        if self._problem.startswith("mapping values"):
            above = next((line for line in range(self._line - 1, -1, -1) if self._text_of(line).strip()), self._line)
            if re.search(r":\s", before):
                return self._at(self._line, "load-yaml-colon")
            if len(self._indent_of(self._line)) > len(self._indent_of(above)):
                return self._at(self._line, "load-yaml-indent")
            return self._at(above, "load-yaml-name")
        if "sequence entries" in self._problem:
            return self._at(self._line, "load-yaml-dash")
        if self._follows_a_value():
            return self._at(self._line, "load-yaml-rest", rest=quoted(self._here[self._column :]))
        is_aligned_wrong = "block" in self._context or "document start" in self._problem
        return self._at(self._line, "load-yaml-indent" if is_aligned_wrong else "load-not-yaml")

    def _follows_a_value(self) -> bool:
        """Whether the parser had a whole value of this line before it stopped."""
        return "block mapping" in self._context and self._column > len(self._indent_of(self._line))

    def _text_of(self, line: int) -> str:
        return self._lines[line] if line < len(self._lines) else ""

    def _indent_of(self, line: int) -> str:
        text = self._text_of(line)
        return text[: len(text) - len(text.lstrip())]

    def _at(self, line: int, key: str, **values: str | int) -> FileError:
        return FileError(key, line + 1, values)
