"""Laws, agreements, minutes and proofs that answers cite, frozen as they stood."""
