"""Who runs a copy, and how mistakes in it are reported."""
