"""Evidence and data sets, as text."""
