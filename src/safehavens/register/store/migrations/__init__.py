"""Alembic's steps from one form of the side tables to the next."""
