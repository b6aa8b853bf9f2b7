"""Answers about all requests at once: proof, difference, lint, drafts, what if."""
