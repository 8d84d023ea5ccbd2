"""Slow work."""
