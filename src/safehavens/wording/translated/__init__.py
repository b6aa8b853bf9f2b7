"""What stands in law and on maps, in the reader's language: rules, names of places."""
