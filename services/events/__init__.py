"""Events as a teacher meets them."""
