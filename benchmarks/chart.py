"""A bar chart as SVG: how far each row is from its goal."""

import math
from dataclasses import dataclass
from html import escape

ROW_HEIGHT = 20
LABEL_WIDTH = 330
SCALE_WIDTH = 520
DECADES = (-2, 1.3)
"""Powers of ten at both ends of the scale."""
MET, MISSED, INK, RULE = "#3b7d4f", "#b5493b", "#1b2a41", "#c9cfd6"


@dataclass(frozen=True, slots=True)
class Bar:
    """Quartiles and median as shares of the goal: 1 is the goal, less is better."""

    label: str
    lower: float
    median: float
    upper: float
    is_met: bool


def draw(bars: list[Bar]) -> str:
    """Return the chart on a logarithmic scale with the goal as a line."""
    height = 48 + ROW_HEIGHT * len(bars)
    width = LABEL_WIDTH + SCALE_WIDTH + 20
    font = 'font-family="sans-serif" font-size="12"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" {font}>',
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
    ]
    for share in (0.01, 0.1, 1, 10):
        color, weight = (INK, 1.5) if share == 1 else (RULE, 1)
        at = f"{_x(share):.1f}"
        parts.append(f'<line x1="{at}" y1="24" x2="{at}" y2="{height - 16}" stroke="{color}" stroke-width="{weight}"/>')
        label = "goal" if share == 1 else f"{share:g} ×"
        parts.append(f'<text x="{at}" y="16" text-anchor="middle" fill="{INK}">{label}</text>')
    for number, bar in enumerate(bars):
        parts += _bar(bar, 32 + ROW_HEIGHT * number)
    return "\n".join([*parts, "</svg>"]) + "\n"


def _bar(bar: Bar, top: int) -> list[str]:
    color, middle = MET if bar.is_met else MISSED, top + ROW_HEIGHT / 2 - 2
    start, lower, median, upper = (_x(share) for share in (10 ** DECADES[0], bar.lower, bar.median, bar.upper))
    return [
        f'<text x="{LABEL_WIDTH - 8}" y="{middle + 4}" text-anchor="end" fill="{INK}">{escape(bar.label)}</text>',
        f'<rect x="{start:.1f}" y="{top}" width="{max(median - start, 1):.1f}" height="14" fill="{color}"/>',
        f'<line x1="{lower:.1f}" y1="{middle}" x2="{upper:.1f}" y2="{middle}" stroke="{INK}" stroke-width="2"/>',
    ]


def _x(share: float) -> float:
    low, high = DECADES
    power = min(max(math.log10(share), low), high)
    return LABEL_WIDTH + SCALE_WIDTH * (power - low) / (high - low)
