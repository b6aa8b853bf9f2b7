"""The parts that the forms of law files are made of."""
