"""Small figures of a report that the public sees: merged, so that none can be had back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from safehavens.register.reports.figures import Figure

MERGED = "merged"
"""What a part is called that holds several."""


def merge_small_figures(figures: Iterable[Figure], smallest: int) -> tuple[Figure, ...]:
    """Figures as they may be shown: each is none, or at least the smallest number.

    Parts that are smaller are put together, with the next larger ones until they are enough. A
    whole that is smaller is not told (its number is None), nor are its parts. What is not known is
    told of no figure that is merged.

    Parameters
    ----------
    figures : iterable of Figure
        Each whole followed by its parts.
    smallest : int
        The smallest number that may be shown; none may be shown, too.
    """
    shown: list[Figure] = []
    for _, group in groupby(figures, key=lambda figure: figure.name):
        shown += _merge(list(group), smallest)
    return tuple(shown)


def _merge(group: Sequence[Figure], smallest: int) -> list[Figure]:
    wholes = [one for one in group if not one.by]
    parts = [one for one in group if one.by]
    if any(one.n is not None and 0 < one.n < smallest for one in wholes):
        return [replace(one, n=None, not_known=0, merged=True) for one in wholes]
    order = sorted(parts, key=lambda one: (one.n or 0, one.by))
    small = [one for one in order if 0 < (one.n or 0) < smallest]
    rest = [one for one in order if one not in small]
    while small and rest and sum(one.n or 0 for one in small) < smallest:
        small.append(rest.pop(0))
    if not small:
        return [*wholes, *parts]
    together = sum(one.n or 0 for one in small)
    kept = [one for one in parts if one not in small]
    shown = together if together >= smallest else None  # parts without a whole, and too few
    name = small[0].by[0][0]
    return [*wholes, *kept, replace(small[0], by=((name, MERGED),), n=shown, merged=True)]
