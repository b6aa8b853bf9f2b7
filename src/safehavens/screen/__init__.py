"""Screen: verdicts for a table of requests, at memory speed.

`safehavens.screen.screener.Screener` is the way in.
"""
