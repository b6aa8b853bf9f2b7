"""Commands about tables of requests."""
