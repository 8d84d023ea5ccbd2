"""Reminders, announcements and feedback."""
