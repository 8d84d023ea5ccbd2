"""Peers: programs that do the same work without Centrik."""
