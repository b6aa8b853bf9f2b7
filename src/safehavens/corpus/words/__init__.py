"""How what people type is read: words of the vocabulary, values of facts, days."""
