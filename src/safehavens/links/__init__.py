"""Whether cited addresses still answer, and whether their text has changed (extra `links`)."""
