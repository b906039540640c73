"""Attachments of every room: take in, make safe, keep, hand out, let go."""
