"""Outcomes: tables of what was counted by place and time, read and keyed."""
