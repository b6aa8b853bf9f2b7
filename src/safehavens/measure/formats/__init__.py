"""Formats of files that other programs read."""
