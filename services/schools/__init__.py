"""Schools and sites."""
