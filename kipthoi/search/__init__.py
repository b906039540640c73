"""One index over what may be found, folded on both sides."""
