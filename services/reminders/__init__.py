"""Reminders of events and the answers to them."""
