"""Commands that compare the law of places."""
