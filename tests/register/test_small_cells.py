"""Public totals: no small number is shown, and none can be had back by adding and subtracting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from safehavens.register.cases.folding import fold_entries
from safehavens.register.privacy.small_cells import (
    PublicRow,
    count_decisions,
    count_requests,
    merge_small_cells,
)
from tests.register.drawn_books import REQUEST, Writing

Months = list[tuple[str, dict[str, int]]]
COUNTS = st.one_of(st.just(0), st.integers(0, 4), st.integers(0, 20))


@st.composite
def tables(draw: st.DrawFn) -> Months:
    kinds = ["complied", "not_complied", "open"][: draw(st.integers(1, 3))]
    drawn = draw(st.lists(st.fixed_dictionaries(dict.fromkeys(kinds, COUNTS)), max_size=18))
    return [(f"{2025 + at // 12}-{at % 12 + 1:02d}", counts) for at, counts in enumerate(drawn)]


@given(tables(), st.integers(1, 10))
def test_no_number_that_is_shown_is_small(months: Months, smallest: int) -> None:
    for row in merge_small_cells(months, smallest):
        shown = [row.total, *(row.cells or {}).values()]
        assert all(n == 0 or n >= smallest for n in shown)


@given(tables())
def test_what_is_shown_is_what_was_counted(months: Months) -> None:
    for row in merge_small_cells(months):
        within = [counts for month, counts in months if row.first <= month <= row.last]
        assert row.total == sum(sum(counts.values()) for counts in within)
        for kind, n in (row.cells or {}).items():
            assert n == sum(counts[kind] for counts in within)


@given(tables())
def test_pages_of_different_days_agree(months: Months) -> None:
    """What is shown once stays: each page begins with all that the page before had."""
    before: tuple[PublicRow, ...] = ()
    for length in range(len(months) + 1):
        page = merge_small_cells(months[:length])
        assert page[: len(before)] == before
        before = page


@given(tables())
def test_no_small_number_can_be_had_back_by_subtraction(months: Months) -> None:
    """The sums that follow from all pages together are spanned by what is shown. No single number
    of one month and kind below the smallest is among them, nor any stretch of months of one."""
    cells = [(month, kind) for month, counts in months for kind in counts]
    value = {(month, kind): n for month, counts in months for kind, n in counts.items()}
    shown: list[set[tuple[str, str]]] = []
    for length in range(len(months) + 1):
        for row in merge_small_cells(months[:length]):
            inside = {cell for cell in cells if row.first <= cell[0] <= row.last}
            shown.append(inside)
            shown += [{c for c in inside if c[1] == kind} for kind in row.cells or ()]
    basis = reduce_rows([[Fraction(cell in one) for cell in cells] for one in shown])
    for kind in {kind for _, kind in cells}:
        of_kind = [cell for cell in cells if cell[1] == kind]
        for start in range(len(of_kind)):
            for end in range(start + 1, len(of_kind) + 1):
                hidden = set(of_kind[start:end])
                if 0 < sum(value[cell] for cell in hidden) < 5:
                    assert not follows(basis, [Fraction(cell in hidden) for cell in cells])


def reduce_rows(rows: Sequence[list[Fraction]]) -> list[list[Fraction]]:
    """The rows in echelon form (Gauss)."""
    basis: list[list[Fraction]] = []
    for row in rows:
        left = subtract(basis, row)
        if any(left):
            pivot = next(at for at, n in enumerate(left) if n)
            basis.append([n / left[pivot] for n in left])
    return basis


def subtract(basis: list[list[Fraction]], row: list[Fraction]) -> list[Fraction]:
    left = row
    for one in basis:
        pivot = next(at for at, n in enumerate(one) if n)
        if left[pivot]:
            factor = left[pivot]
            left = [a - factor * b for a, b in zip(left, one, strict=True)]
    return left


def follows(basis: list[list[Fraction]], row: list[Fraction]) -> bool:
    return not any(subtract(basis, row))


def test_a_number_that_follows_is_seen() -> None:
    """The check above has teeth: a month beside its year gives the rest away."""
    basis = reduce_rows([[Fraction(1), Fraction(1)], [Fraction(1), Fraction(0)]])
    assert follows(basis, [Fraction(0), Fraction(1)])
    assert not follows(basis[:1], [Fraction(0), Fraction(1)])


def test_a_rare_kind_leaves_the_total_of_a_year() -> None:
    months = [(f"2025-{at:02d}", {"complied": int(at == 1), "open": 10}) for at in range(1, 13)]
    assert merge_small_cells(months) == (PublicRow("2025-01", "2025-12", 121, None),)


def test_months_are_those_of_the_agency_and_the_present_one_is_left_out() -> None:
    book = Writing()
    book.add("settings", {"zone": "America/Los_Angeles", "smallest_cell": 2})
    decided = {"action": "hold", "decided": "decline", "ground": "law", "contrary": False}
    for case, at in enumerate(
        ["2026-08-15T12:00", "2026-09-01T05:00", "2026-10-02T12:00", "2026-10-03T12:00",
         "2026-11-03T12:00", "2026-11-04T12:00"], 1
    ):  # fmt: skip
        for kind, fields in (("request", REQUEST), ("decision", decided)):
            book.add(kind, fields, case)  # type: ignore[arg-type]
            written = datetime.fromisoformat(f"{at}+00:00")
            book.entries[-1] = replace(book.entries[-1], at=written)
    folded = fold_entries(book.entries)
    assert count_requests(folded, date(2026, 11, 30)) == (
        PublicRow("2026-08", "2026-08", 2, {"requests": 2}),
        PublicRow("2026-09", "2026-09", 0, {"requests": 0}),
        PublicRow("2026-10", "2026-10", 2, {"requests": 2}),
    )
    assert count_decisions(folded, date(2026, 12, 1))[-1] == PublicRow(
        "2026-11", "2026-11", 2, {"complied": 0, "not_complied": 2}
    )
    assert count_requests(fold_entries([]), date(2026, 11, 30)) == ()
