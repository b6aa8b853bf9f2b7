"""Law files that are tables: CSV, one row a noun."""
