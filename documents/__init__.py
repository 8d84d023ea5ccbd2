"""Printable and downloadable documents, made from finished texts."""
