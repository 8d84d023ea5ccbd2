"""Updates in."""
