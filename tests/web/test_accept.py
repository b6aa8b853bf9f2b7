"""Headers with weights: one reader, one meaning of q=0."""

from __future__ import annotations

import pytest

from safehavens.http.accept import preferred, weights
from safehavens.http.page_cache import accepts_gzip


def test_weights_are_read() -> None:
    assert weights("es-MX, es;q=0.9 ,EN;Q=0.5;x=1, fr;q=x, de;q=2, it;q=0, es;q=0.1") == {
        "es-mx": 1.0, "es": 0.9, "en": 0.5, "it": 0.0,
    }  # fmt: skip


@pytest.mark.parametrize("nothing", ["q=0", "q=0.0", "q=0.000", "Q=0", " q = 0 "])
def test_a_weight_of_nothing_is_a_refusal_everywhere(nothing: str) -> None:
    assert not accepts_gzip(f"gzip;{nothing}")
    assert not accepts_gzip(f"gzip;{nothing}, *")
    assert preferred(f"es;{nothing}", ("en", "es"), "en") == "en"
    assert preferred(f"text/csv;{nothing}", ("text/csv",), "application/json") == "application/json"


@pytest.mark.parametrize(
    ("header", "zipped"),
    [("gzip", True), ("*", True), ("br, gzip;q=0.1", True), ("*;q=0", False), ("", False),
     ("identity", False), ("gzip, *;q=0", True)],
)  # fmt: skip
def test_what_may_be_zipped(header: str, zipped: bool) -> None:
    assert accepts_gzip(header) == zipped
