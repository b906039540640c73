"""The shelf `views` of people, split by who uses the pages."""
