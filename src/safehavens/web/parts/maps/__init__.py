"""What the Atlas is asked for, and the files that it gives away."""
