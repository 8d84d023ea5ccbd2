"""Attendance: the sheet, code words, walk-ins, closing."""
