"""Pages about all places at once: where an answer is given, what changed, what was searched."""
