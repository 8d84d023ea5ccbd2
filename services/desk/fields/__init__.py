"""The fields of an event that people set, one entry each in a table."""
