"""What is said of single facts, in the voice of the person who asks."""
