"""Events as the staff manages them."""
