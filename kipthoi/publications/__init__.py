"""What the body publishes: numbered, in versions, read by a second person."""
