"""Lint: what is odd in law that is well formed."""
