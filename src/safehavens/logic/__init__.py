"""Conditions: parsed, compiled, drawn as diagrams, turned into SQL and into solver formulas."""
