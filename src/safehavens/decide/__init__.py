"""A request into a decision: the engine and what it answers with."""
