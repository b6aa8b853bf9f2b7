"""What a comparison comes to, in words."""
