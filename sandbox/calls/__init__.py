"""A call of the Bot API: its parameters, its errors, faults on demand and the journal of all calls."""
