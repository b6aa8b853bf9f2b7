"""What is worked out of a lawbook once, and may come ready made with a snapshot."""
