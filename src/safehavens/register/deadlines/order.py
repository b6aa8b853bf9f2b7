"""Deadlines in the order in which they run out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final

from safehavens.register.deadlines.deadline import STATES, Deadline

_NEVER: Final = datetime.max.replace(tzinfo=UTC)


def order_deadlines(deadlines: Iterable[Deadline]) -> tuple[Deadline, ...]:
    """What is late first, then what is due at once, then what runs out next."""
    return tuple(
        sorted(
            deadlines,
            key=lambda one: (
                STATES.index(one.state),
                one.due or one.started or _NEVER,
                one.case_no or "",
                one.id,
            ),
        )
    )
