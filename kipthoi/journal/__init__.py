"""The one door for writing, what happened, and how pages are refused."""
