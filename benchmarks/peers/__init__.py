"""What the rows are compared with."""
