"""Letters, questions and broadcasts."""
