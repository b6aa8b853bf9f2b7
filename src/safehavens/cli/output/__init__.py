"""What every command writes with: pages, tables, JSON, progress bars, the line at the end."""
