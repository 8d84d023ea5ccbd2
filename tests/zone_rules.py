"""Zones with other rules, as an update of tzdata brings them."""

from importlib.resources import files
from pathlib import Path


def write_rules(folder: Path, zone: str, *, of: str) -> None:
    """Write a zone with the rules of another one into a folder for TZPATH; zones that it lacks stay as they are."""
    area, city = of.rsplit("/", 1)
    file = folder / zone
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes((files("tzdata.zoneinfo") / area / city).read_bytes())
