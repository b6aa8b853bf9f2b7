"""Facts that requests leave out: what is taken to be so of them, and when that falls."""
