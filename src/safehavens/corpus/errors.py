"""What is wrong in a law file, and where."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal

from safehavens.values.quick_dataclass import dataclass

Severity = Literal["error", "warning", "notice"]

_LONGEST: Final = 200
"""Characters of a value that a message quotes."""


def quoted(value: object) -> str:
    """A value as a message quotes it: as Python writes it, cut where it is long."""
    shown = repr(value[:_LONGEST] if isinstance(value, str) else value)
    whole = len(shown) <= _LONGEST and (not isinstance(value, str) or len(value) <= _LONGEST)
    return shown if whole else f"{shown[: _LONGEST - 1]}…"


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence about one place in a law file.

    `error`: the file cannot be used; `warning`: it can, but someone should look; `notice`: worth
    knowing. `norm` and `field` are None where the finding is about the whole file.
    """

    severity: Severity
    file: str
    line: int
    message: str
    norm: str | None = None
    field: str | None = None

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}"
        subject = ", ".join(
            part
            for part in (
                f"norm {self.norm}" if self.norm else "",
                f"field {self.field}" if self.field else "",
            )
            if part
        )
        return f"{where}: {self.severity}: {subject + ': ' if subject else ''}{self.message}"

    def sort_key(self) -> tuple[str, int, str]:
        """By file, line and message."""
        return (self.file, self.line, self.message)


class LawError(Exception):
    """A corpus that cannot be used. `findings` lists every error of the run, in file order."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = sorted(findings, key=Finding.sort_key)
        count = len(self.findings)
        head = f"{count} error{'s' if count != 1 else ''} in the law files:"
        super().__init__("\n".join([head, *(str(f) for f in self.findings)]))


class LawTooLarge(LawError):
    """Law that comes to more than is worked out: a bound, and the norm that goes beyond it."""
