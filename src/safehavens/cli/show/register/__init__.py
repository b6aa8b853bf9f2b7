"""What the commands of the register print."""
