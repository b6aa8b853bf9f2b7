"""Completion in the shell: places, actions, agencies, facts, values and ids, by Typer."""
