"""What law refuses nobody, beside what it refuses some."""
