"""What a person sees: pure functions from data to screens. No database, no network."""
