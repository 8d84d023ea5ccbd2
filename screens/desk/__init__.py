"""Events as the staff makes them."""
