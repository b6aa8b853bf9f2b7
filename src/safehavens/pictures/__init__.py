"""Pictures of policy: maps, timelines, and how far each rule has spread.

Drawn by Altair, written as SVG, PNG or a page that needs no network. Legible in grayscale.
"""
