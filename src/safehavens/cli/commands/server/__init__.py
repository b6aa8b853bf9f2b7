"""The command that serves pages and the API."""
