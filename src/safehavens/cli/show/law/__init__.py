"""What commands print of the law itself: laws and rules in full, search, changes, places."""
