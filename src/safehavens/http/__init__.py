"""What any web application stands on: layers, limits, forms, kept pages, long work."""
