"""Floor 4: translation between the product and those who use it."""
