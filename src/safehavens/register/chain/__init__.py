"""The chain of a book: leaves, hashes, the root, signed heads, and what verifying finds."""
