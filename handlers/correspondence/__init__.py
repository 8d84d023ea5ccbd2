"""Questions, letters, broadcasts."""
