"""Commands that ask the law."""
