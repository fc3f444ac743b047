"""Floor 1: a question to ranked evidence."""
