"""Who holds a role, since when and where; signing in."""
