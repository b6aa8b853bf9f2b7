"""What is made of a panel: the codebook, means over places, who lives under city law."""
