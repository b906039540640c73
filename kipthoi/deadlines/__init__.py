"""Working days, limits and the clocks that run."""
