"""The Bot API."""
