"""What every implementation of a port must do, the real one and the fake alike."""
