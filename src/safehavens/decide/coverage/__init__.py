"""How far the law was searched: behind one answer, of one place, everywhere."""
