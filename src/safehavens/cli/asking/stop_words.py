"""What is typed at a question to stop."""

from __future__ import annotations

from typing import Final

QUIT: Final = frozenset({"q", "quit", "stop", "salir"})
