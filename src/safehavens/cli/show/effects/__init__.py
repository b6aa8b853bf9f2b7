"""What commands about the effects of law print."""
