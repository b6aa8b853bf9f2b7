"""What keeps persons out: checks of text, of each field, of whole books; totals too small."""
