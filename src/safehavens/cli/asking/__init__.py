"""Asking: the words of a request as they are typed, and what is asked back on a terminal."""
