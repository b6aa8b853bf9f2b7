"""Commands that write entries, a kind each."""
