"""Spells of one verdict: each probe asked once for all places under the same law."""
