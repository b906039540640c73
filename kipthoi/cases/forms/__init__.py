"""The shelf `forms` of cases, split by who uses the pages."""
