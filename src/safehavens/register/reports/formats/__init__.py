"""A made report as files: CSV, JSON, and a page that prints."""
