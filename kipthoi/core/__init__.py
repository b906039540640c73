"""The rules as plain values: no Django, no clock, no files, no network."""
