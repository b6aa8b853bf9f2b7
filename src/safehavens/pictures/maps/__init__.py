"""Maps of counties."""
