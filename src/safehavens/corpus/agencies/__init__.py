"""Agencies: which ones governments have, whose serves whom, and what public lists say of them."""
