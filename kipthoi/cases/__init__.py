"""The one engine for everything that has an asker and a clock."""
