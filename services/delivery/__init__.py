"""Delivery of messages: its health, undelivered messages, alarms."""
