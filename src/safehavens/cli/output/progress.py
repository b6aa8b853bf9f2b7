"""Progress bars on standard error, where that is a terminal on which a line can be rewritten."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from safehavens.cli.terminal import has_moving_text, has_styles

if TYPE_CHECKING:
    from rich.progress import Progress, ProgressColumn

PartDone = Callable[[float], None]
"""Is told how much of a task is done, from 0 to 1."""


class _Table(Protocol):
    """A table that is read: its name, and its size in its own unit."""

    @property
    def name(self) -> str: ...

    @property
    def total(self) -> int | None: ...


@contextmanager
def count_progress(what: str, total: int) -> Iterator[Callable[[], None]]:
    """A bar of counted steps.

    Parameters
    ----------
    what : str
        What is being done.
    total : int
        How many steps there are, about.

    Yields
    ------
    callable
        To be called after each step.
    """
    with begin_count(what) as begin:
        yield begin(total)


@contextmanager
def begin_count(what: str) -> Iterator[Callable[[int], Callable[[], None]]]:
    """A bar of counted steps whose number is not known yet.

    Parameters
    ----------
    what : str
        What is being done.

    Yields
    ------
    callable
        Is told how many steps there are, and returns what is to be called after each.
    """
    if not has_moving_text(sys.stderr):
        yield lambda total: lambda: None
        return
    from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn

    text = TextColumn("{task.description}")
    with _bars(text, BarColumn(), TaskProgressColumn(), TimeRemainingColumn()) as bars:

        def begin(total: int) -> Callable[[], None]:
            task = bars.add_task(what, total=total)
            return lambda: bars.advance(task)

        yield begin


@contextmanager
def parts_progress() -> Iterator[Callable[[str], PartDone | None]]:
    """A bar for each of several tasks.

    Yields
    ------
    callable
        Given what a task is, begins its bar, and returns what is told how much of it is done.
    """
    if not has_moving_text(sys.stderr):
        yield lambda _: None
        return
    from rich.progress import BarColumn, TextColumn, TimeElapsedColumn

    with _bars(TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn()) as bars:

        def begin(what: str) -> PartDone:
            task = bars.add_task(what, total=1.0)
            return lambda part: bars.update(task, completed=part)

        yield begin


@contextmanager
def tell_steps() -> Iterator[Callable[[str], None]]:
    """One line that says which step is under way.

    Yields
    ------
    callable
        Given the name of a step as it begins.
    """
    if not has_moving_text(sys.stderr):
        yield lambda _: None
        return
    from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn

    with _bars(SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn()) as bars:
        task = bars.add_task("", total=None)
        yield lambda step: bars.update(task, description=step)


@contextmanager
def table_progress(table: _Table) -> Iterator[Callable[[int, int], None]]:
    """A bar for a table that is read: how far, how fast, how long still.

    Yields
    ------
    callable
        Is told how much more was read, in the unit of the table's size, and how many more rows.
    """
    if not has_moving_text(sys.stderr):
        yield lambda size, rows: None
        return
    from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(),
        TextColumn("{task.fields[rows]:,} rows, {task.fields[rate]:,} a second"),
        TimeRemainingColumn(),
    )  # fmt: skip
    with _bars(*columns) as bars:
        task = bars.add_task(Path(table.name).name, total=table.total, rows=0, rate=0)
        rows = 0

        def advance(size: int, more_rows: int) -> None:
            nonlocal rows
            rows += more_rows
            seconds = max(bars.tasks[0].elapsed or 0.0, 0.001)
            bars.update(task, advance=size, rows=rows, rate=int(rows / seconds))

        yield advance


def _bars(*columns: ProgressColumn) -> Progress:
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True, no_color=not has_styles(sys.stderr))
    return Progress(*columns, console=console, transient=True)
