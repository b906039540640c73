"""Who looks at a page; kept here for views that have not moved to `people.guard`."""

from kipthoi.people.guard import officer_or_none, officers_only

__all__ = ["officer_or_none", "officers_only"]
