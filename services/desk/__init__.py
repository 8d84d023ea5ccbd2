"""Events as the staff makes, changes and publishes them."""
