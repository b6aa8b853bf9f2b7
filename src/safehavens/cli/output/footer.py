"""What stands at the end of answers."""

from __future__ import annotations

from safehavens.cli.speech import language
from safehavens.decide.outline.footer import tell_footer, tell_mistake


def footer_text(version: str) -> str:
    """The corpus's version, that it is no legal advice, and which language law is quoted in."""
    return tell_footer(language(), version)


def mistake_text(id: str) -> str:
    """How to report a mistake in what `id` names."""
    return tell_mistake(language(), id)
