"""The tree of bodies and units, its history, and what a body sets for itself."""
