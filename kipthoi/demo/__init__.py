"""The demonstration: an invented commune and plant, grown through the real acts.

Every person, place, number and agreement here is invented.
"""
