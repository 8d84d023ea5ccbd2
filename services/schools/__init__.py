"""Schools and other organizations of the network."""
