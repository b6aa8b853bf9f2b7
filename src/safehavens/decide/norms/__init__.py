"""Which norms apply, when they are in force, and which of them stand."""
