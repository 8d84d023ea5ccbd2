"""Slow work: documents made beside the presses."""
