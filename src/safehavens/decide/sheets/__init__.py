"""A sheet to hand out: the ten questions of one agency at a place, on one page."""
