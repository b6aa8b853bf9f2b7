"""Law files read and checked: the nouns, the names, the search, and the places."""
