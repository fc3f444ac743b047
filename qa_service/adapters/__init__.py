"""Floor 1, the wing: all that touches the outside."""
