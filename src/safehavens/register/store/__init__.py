"""Where books are kept: SQLite files and PostgreSQL, each with guards of its own."""
