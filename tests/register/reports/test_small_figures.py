"""Small figures of public reports cannot be had back by subtraction."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from safehavens.register.reports.figures import Figure
from safehavens.register.reports.small_figures import MERGED, merge_small_figures


def figures(counts: list[int]) -> list[Figure]:
    def one(by: tuple[tuple[str, str], ...], n: int) -> Figure:
        return Figure("requests", "Requests", by, n, 0, False, False, True)

    parts = [one((("form", f"form_{at}"),), n) for at, n in enumerate(counts)]
    return [one((), sum(counts)), *parts]


@given(st.lists(st.integers(0, 30), max_size=8), st.integers(1, 10))
def test_each_number_is_none_or_large_enough(counts: list[int], smallest: int) -> None:
    shown = merge_small_figures(figures(counts), smallest)
    assert all(one.n is None or one.n == 0 or one.n >= smallest for one in shown)
    wholes = [one for one in shown if not one.by]
    parts = [one for one in shown if one.by]
    assert len(wholes) == 1
    if 0 < sum(counts) < smallest:
        assert (wholes[0].n, parts) == (None, [])
    else:
        assert wholes[0].n == sum(counts) == sum(one.n or 0 for one in parts) or not counts
    small = [n for n in counts if 0 < n < smallest]
    merged = [one for one in parts if one.by[0][1] == MERGED]
    assert len(merged) == (bool(small) and wholes[0].n is not None)


def test_what_the_agency_has_to_enter_stays() -> None:
    entered = Figure("people", "People", (), None, 0, True, False, True)
    assert merge_small_figures([entered], 5) == (entered,)


def test_entered_parts_that_are_too_few_are_not_lost() -> None:
    part = Figure("people", "People", (("group", "one"),), 3, 0, True, False, True)
    (shown,) = merge_small_figures([part], 5)
    assert (shown.n, shown.merged, shown.by) == (None, True, (("group", MERGED),))
