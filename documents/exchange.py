"""Terms between the renderer and its child; the renderer never imports Typst."""

import struct
from pathlib import Path

TEMPLATES = Path(__file__).parent / "templates"
FRAME_LENGTH = struct.Struct(">I")
