"""Drafts: written as law files, and checked against today's law."""
