"""Typesetting in a process of its own, which can be killed without the bot.

`python -m documents.typst_child FOLDER` reads requests from stdin and answers on stdout, one at a time, until stdin
ends. A frame is four bytes of length (big-endian) and the content. Request: JSON `{"template", "dated", "data"}`; a
value `qr_address` of the data is given to the template as `qr`, a picture.
Answer: `+` and the PDF, or `-` and the reason. One empty frame is sent first, when the child is ready.
"""

import json
import os
import resource
import signal
import sys
from pathlib import Path
from typing import BinaryIO

import typst

from documents.exchange import FRAME_LENGTH, TEMPLATES
from documents.qr import qr_svg

FONTS = Path(__file__).parent / "fonts"
ORPHAN_SECONDS = 60
NICENESS = 5
"""Typesetting yields to the bot, which answers people meanwhile."""
MEMORY_LIMIT_BYTES = 256 * 1024 * 1024


class Typesetter:
    """Typesets with one compiler for each template: fonts are read once, further documents take milliseconds."""

    def __init__(self, templates: Path = TEMPLATES) -> None:
        self._templates = templates
        self._compilers: dict[str, typst.Compiler] = {}

    def typeset(self, template: str, data: dict[str, object], dated: int) -> bytes:
        """Return the PDF; `data` are JSON values, `dated` is the date of the file in unix seconds.

        ValueError for an unknown template or font (Typst itself would silently take another one), typst.TypstError when
        the template fails.
        """
        compiler = self._compilers.get(template) or self._compiler(template)
        if "qr_address" in data:
            data = data | {"qr": qr_svg(str(data["qr_address"]))}
        inputs = {"data": json.dumps(data)}
        pdf, warnings = compiler.compile_with_warnings(format="pdf", sys_inputs=inputs, timestamp=dated)
        unknown_fonts = [str(warning) for warning in warnings if "unknown font" in str(warning)]
        if unknown_fonts:
            raise ValueError(unknown_fonts[0])
        if not isinstance(pdf, bytes):
            raise ValueError("no PDF came out")
        return pdf

    def _compiler(self, template: str) -> typst.Compiler:
        source = self._templates / f"{template}.typ"
        if not template.isidentifier() or not source.is_file():
            raise ValueError(f"no template {template!r}")
        compiler = typst.Compiler(
            str(source), root=str(self._templates), font_paths=[str(FONTS)], ignore_system_fonts=True
        )
        self._compilers[template] = compiler
        return compiler


def serve(typesetter: Typesetter, requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer requests until the input ends; an alarm ends a child that hangs after its parent was killed."""
    _write(answers, b"")
    while head := requests.read(FRAME_LENGTH.size):
        request = json.loads(requests.read(FRAME_LENGTH.unpack(head)[0]))
        signal.alarm(ORPHAN_SECONDS)
        try:
            answer = b"+" + typesetter.typeset(request["template"], request["data"], request["dated"])
        except typst.TypstError as failure:
            answer = b"-" + failure.diagnostic.encode()
        except ValueError as failure:
            answer = b"-" + str(failure).encode()
        signal.alarm(0)
        _write(answers, answer)


def _write(answers: BinaryIO, content: bytes) -> None:
    answers.write(FRAME_LENGTH.pack(len(content)) + content)
    answers.flush()


def main() -> None:
    """Limit memory and priority and serve, with stdout for answers only; anything else printed goes to stderr."""
    os.nice(NICENESS)
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY_LIMIT_BYTES, MEMORY_LIMIT_BYTES))
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    serve(Typesetter(Path(sys.argv[1])), sys.stdin.buffer, answers)


if __name__ == "__main__":
    main()
