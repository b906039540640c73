"""Messages waiting to leave: written in the act, sent by `tick`."""
