"""Floor 0: what the product talks about. Standard library only."""
