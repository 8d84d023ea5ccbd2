"""Outgoing messages, from the queue to Telegram."""
