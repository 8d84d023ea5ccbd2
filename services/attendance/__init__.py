"""Attendance of an event: the code word, the list and its closing."""
