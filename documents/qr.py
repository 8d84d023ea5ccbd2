"""QR codes as pictures for the templates."""

import segno

QR_COLOR = "#1b2a41"  # as in the templates; dark enough for any camera
MASK = 2
"""Pattern laid over every code. Cameras read it as well as the best of the eight; trying all takes 3 ms a code."""


def qr_svg(address: str) -> str:
    """Return an SVG in units of one QR module, with a single path, so that no seams show between modules."""
    code = segno.make_qr(address, error="m", boost_error=False, mask=MASK)
    side = code.symbol_size(border=0)[0]
    squares = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(code.matrix) for x, dark in enumerate(row) if dark)
    path = f'<path fill="{QR_COLOR}" d="{squares}"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}">{path}</svg>'
