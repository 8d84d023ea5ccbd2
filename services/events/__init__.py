"""Events as teachers see them: browsing, booking a seat, the waiting list, moves."""
