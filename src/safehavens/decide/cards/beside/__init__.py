"""What a card says of rules beside the one that answers it."""
