"""What the room of people offers to the rooms below: how an officer is recognised."""

from kipthoi.people import guard

__all__ = ["guard"]
