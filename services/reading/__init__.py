"""Reads what people type: dates, hours, seats, places, names, a whole announcement. Pure functions, no database."""
