"""The methodist's side."""
