"""Verdicts for many rows at once: packed bits, look-up tables, prime implicants."""
