"""Commands that keep a book: make, sign, copy, restore, destroy."""
