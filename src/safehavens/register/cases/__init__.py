"""Entries folded into cases: what came in, what was answered, resolved and done."""
