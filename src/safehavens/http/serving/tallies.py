"""What was answered, counted over all workers, for operators: numbers, and nothing of anybody.

The counts lie in memory that the workers share. Each worker has a row that it alone writes; the row
of one that has ended is added to the first.
"""

from __future__ import annotations

import mmap
import os
from typing import Final

from safehavens.http.serving.memory import measure_memory

OUTCOMES: Final = ("2xx", "3xx", "4xx", "5xx", "left")
"""How requests end; `left`: the client went away before its answer."""
BOUNDS: Final = (0.01, 0.05, 0.1, 0.3, 1.0, 3.0, float("inf"))
"""Seconds within which answers are counted together."""

_OUTCOME: Final = 0
_BOUND: Final = _OUTCOME + len(OUTCOMES)
_MICROSECONDS: Final = _BOUND + len(BOUNDS)
_UNDER_WAY: Final = _MICROSECONDS + 1
_PID: Final = _UNDER_WAY + 1
_COLUMNS: Final = _PID + 1
_SUMMED: Final = _UNDER_WAY
"""So many columns go on counting when a worker has ended."""


class Tallies:
    """Counts of requests.

    Parameters
    ----------
    rows : int
        As many processes as count at once.
    """

    def __init__(self, rows: int = 1) -> None:
        self._rows = rows + 1
        self._memory = mmap.mmap(-1, self._rows * _COLUMNS * 8)
        self._cells = memoryview(self._memory).cast("Q")
        self._row = 0
        self._free = list(range(1, self._rows))

    def take_row(self) -> int:
        """A row for a process that is to be started; 0, which all may share, if none is free."""
        return self._free.pop(0) if self._free else 0

    def count_here(self, row: int) -> None:
        """Have this process count in a row."""
        self._row = row
        self._cells[row * _COLUMNS + _PID] = os.getpid()

    def give_back(self, row: int) -> None:
        """Add the row of a process that has ended to the first."""
        if row == 0:
            return
        at = row * _COLUMNS
        for column in range(_SUMMED):
            self._cells[column] += self._cells[at + column]
        for column in range(_COLUMNS):
            self._cells[at + column] = 0
        self._free.append(row)

    def begin(self) -> None:
        """A request has come."""
        self._cells[self._row * _COLUMNS + _UNDER_WAY] += 1

    def end(self, status: int, seconds: float, left: bool) -> None:
        """A request has ended."""
        at = self._row * _COLUMNS
        outcome = len(OUTCOMES) - 1 if left else min(max(status // 100 - 2, 0), 3)
        self._cells[at + _UNDER_WAY] -= 1
        self._cells[at + _OUTCOME + outcome] += 1
        self._cells[at + _BOUND + next(i for i, most in enumerate(BOUNDS) if seconds <= most)] += 1
        self._cells[at + _MICROSECONDS] += int(seconds * 1e6)

    def write(self) -> str:
        """The counts as monitoring reads them (the text format of Prometheus)."""
        total = [sum(self._cells[column::_COLUMNS]) for column in range(_COLUMNS)]
        pids = [pid for pid in self._cells[_PID::_COLUMNS] if pid] or [os.getpid()]
        lines = [
            "# HELP safehavens_requests_total Requests by how they ended.",
            "# TYPE safehavens_requests_total counter",
            *(f'safehavens_requests_total{{outcome="{name}"}} {total[_OUTCOME + i]}'
              for i, name in enumerate(OUTCOMES)),
            "# HELP safehavens_request_seconds Time until a request was answered.",
            "# TYPE safehavens_request_seconds histogram",
        ]  # fmt: skip
        within = 0
        for i, most in enumerate(BOUNDS):
            within += total[_BOUND + i]
            bound = "+Inf" if most == float("inf") else f"{most:g}"
            lines.append(f'safehavens_request_seconds_bucket{{le="{bound}"}} {within}')
        lines += [
            f"safehavens_request_seconds_sum {total[_MICROSECONDS] / 1e6:.6f}",
            f"safehavens_request_seconds_count {within}",
            "# HELP safehavens_requests_under_way Requests that are being answered.",
            "# TYPE safehavens_requests_under_way gauge",
            f"safehavens_requests_under_way {total[_UNDER_WAY]}",
            "# HELP safehavens_workers Processes that answer.",
            "# TYPE safehavens_workers gauge",
            f"safehavens_workers {len(pids)}",
            "# HELP safehavens_memory_bytes Memory of the processes that answer.",
            "# TYPE safehavens_memory_bytes gauge",
            f"safehavens_memory_bytes {sum(map(measure_memory, pids))}",
        ]
        return "\n".join(lines) + "\n"
