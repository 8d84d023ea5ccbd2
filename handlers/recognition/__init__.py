"""Recognition: points, the activity card, certificates."""
