"""The web: pages for people and an HTTP interface for programs. Thin; keeps nothing of anybody.

Needs the extra `web`: ``pip install 'safehavens[web]'``.
"""
