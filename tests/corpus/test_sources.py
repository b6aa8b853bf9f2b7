"""Sources: the firmest first."""

from __future__ import annotations

import pytest

from safehavens.corpus.sources import Seen, Source, order_sources

ORDERED: list[tuple[str | None, Seen]] = [
    ("https://app.leg.wa.gov/rcw/", "official"),
    ("https://www.lawserver.com/law", "copy"),
    ("https://webserver.rilin.state.ri.us/report", "described"),
    ("https://www.senate.gov/news", "described"),
    ("https://ecases.us/case", "described"),
    ("https://government.example.org/", "described"),
    (None, "recalled"),
]


@pytest.mark.parametrize("turn", range(len(ORDERED)))
def test_the_firmest_is_first_and_a_government_before_others(turn: int) -> None:
    mixed = [*ORDERED[turn:], *ORDERED[:turn]]
    found = [source.seen for source in order_sources(Source(*one, None) for one in mixed)]
    assert found == [seen for _, seen in ORDERED]
    described = [s.url for s in order_sources(Source(*one, None) for one in mixed)][2:6]
    assert set(described[:2]) == {url for url, _ in ORDERED[2:4]}
