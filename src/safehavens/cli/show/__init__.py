"""What commands show: answers as text, tables and memos."""
