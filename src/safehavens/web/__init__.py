"""The web: pages for people and an HTTP interface for programs. Thin; keeps nothing of anybody.

`safehavens.web.app.create_app` is the way in.
"""
