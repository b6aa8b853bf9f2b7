"""Commands for those who code law, and draft it."""
