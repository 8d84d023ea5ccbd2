"""Delivery: its health and the undelivered messages."""
