"""Floor 1: evidence to an answer, every sentence cited."""
