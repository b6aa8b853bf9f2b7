"""What is so in many places: what changed in their law, and where an answer is given."""
