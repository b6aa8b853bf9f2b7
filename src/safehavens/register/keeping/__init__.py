"""What is kept beside a book: its keys, its copies, what leaves it."""
