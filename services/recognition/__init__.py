"""Points, the activity card and certificates."""
