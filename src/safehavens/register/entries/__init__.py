"""The nouns of the register: kinds of entries, their closed forms, the lists they choose from."""
