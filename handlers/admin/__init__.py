"""What only admins do."""
