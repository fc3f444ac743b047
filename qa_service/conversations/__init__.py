"""Floor 2: questions are asked here, and answers kept."""
