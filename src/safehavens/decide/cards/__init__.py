"""Answers at a glance: what a resident asks, each with the conditions under which it holds."""
