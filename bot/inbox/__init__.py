"""Incoming updates, from Telegram to the handlers."""
