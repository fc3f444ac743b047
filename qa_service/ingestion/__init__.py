"""Floor 1: documents become manuscripts. Pure but for the readers."""
