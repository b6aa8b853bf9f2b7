"""Commands that read a book."""
