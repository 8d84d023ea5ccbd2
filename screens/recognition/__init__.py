"""Points and certificates."""
