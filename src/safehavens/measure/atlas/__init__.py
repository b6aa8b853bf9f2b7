"""What a map shows: one measure in every place, from each day on which it changes."""
