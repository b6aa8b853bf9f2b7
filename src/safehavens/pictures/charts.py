"""Altair, which draws the charts. It asks for the home folder when it is imported."""

from __future__ import annotations

from safehavens.files.home_folder import some_home

with some_home():
    import altair as alt

__all__ = ["alt"]
