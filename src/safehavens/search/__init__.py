"""Search: what people type, and what of the law, the places and the questions answers it."""
