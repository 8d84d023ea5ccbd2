"""What is said in time."""
