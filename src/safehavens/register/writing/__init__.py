"""What is checked, and worked out, before an entry is written."""
