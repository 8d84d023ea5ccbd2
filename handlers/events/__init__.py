"""Events as a teacher sees them."""
