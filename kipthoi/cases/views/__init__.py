"""The shelf `views` of cases, split by who uses the pages."""
