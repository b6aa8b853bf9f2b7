"""The words in which answers are given, for the terminal and the pages alike."""
