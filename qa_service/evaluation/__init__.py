"""Floor 3: how good the answers are, measured."""
