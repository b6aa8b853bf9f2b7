"""Cards that are proved before anybody asks say what they say when they are asked for."""

from __future__ import annotations

from datetime import date

import pytest

from safehavens import Corpus
from safehavens.decide.cards.resident_cards import ResidentCards

SINCE = date(2016, 1, 1)
PLACE = "ocd-division/country:us/state:or"


def test_any_later_day_is_ready(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    ready = ResidentCards(corpus.engine)
    steps = sum(1 for _ in ready.prove_ahead([PLACE], SINCE))
    assert steps > 20
    assert not [*ready.prove_ahead([PLACE], SINCE)]
    days = [SINCE, date(2017, 8, 20), date(2021, 7, 19), date(2026, 11, 30)]
    asked = [ResidentCards(corpus.engine).answer(PLACE, day) for day in days]

    def refuse(*_: object) -> None:
        raise AssertionError("it was not ready")

    monkeypatch.setattr(ready, "_work_out", refuse)
    assert [ready.answer(PLACE, day) for day in days] == asked
