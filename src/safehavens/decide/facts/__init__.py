"""What is known of a request, what follows, what is presumed, and what settles a verdict."""
