"""Screens: pure functions from data to text, buttons and files; no database, no network."""
