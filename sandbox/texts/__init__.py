"""Formatted texts and keyboards, accepted and refused as on the real server."""
