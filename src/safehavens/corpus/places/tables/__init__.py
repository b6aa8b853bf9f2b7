"""Places in tables: read only where they are unambiguous within what the table says."""
