"""Cards that are proved before anybody asks say what they say when they are asked for."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date

import pytest

from safehavens import Corpus
from safehavens.decide.cards.resident_cards import ResidentCards
from safehavens.logic.kept.pickled_nouns import read_nouns, write_nouns

SINCE = date(2016, 1, 1)
PLACE = "ocd-division/country:us/state:or"


def _refuse(*_: object) -> None:
    raise AssertionError("it was not ready")


def test_any_later_day_is_ready(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    ready = ResidentCards(corpus.engine)
    steps = sum(1 for _ in ready.prove_ahead([PLACE], SINCE))
    assert steps > 20
    assert not [*ready.prove_ahead([PLACE], SINCE)]
    days = [SINCE, date(2017, 8, 20), date(2021, 7, 19), date(2026, 11, 30)]
    asked = [ResidentCards(corpus.engine).answer(PLACE, day) for day in days]

    monkeypatch.setattr(ready, "_work_out", _refuse)
    assert [ready.answer(PLACE, day) for day in days] == asked


def test_what_was_proved_is_recalled_by_name(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = date(2026, 11, 30)
    first = ResidentCards(corpus.engine)
    told = first.answer(PLACE, day)
    kept = [read_nouns(write_nouns(proofs.name_all())) for proofs in first.proofs]
    assert [proofs.has_new for proofs in first.proofs] == [True, True]

    later = ResidentCards(Corpus.load().engine)  # with positions of its own
    for proofs, of_kind in zip(later.proofs, kept, strict=True):
        proofs.recall(of_kind)
    monkeypatch.setattr(later, "_work_out", _refuse)
    assert later.answer(PLACE, day) == told
    assert [proofs.has_new for proofs in later.proofs] == [False, False]
    with pytest.raises(AssertionError, match="not ready"):
        later.answer("ocd-division/country:us/state:tx", day)


def test_a_name_of_a_proof_tells_other_law_apart(corpus: Corpus) -> None:
    """And is the same in a process that orders sets otherwise."""
    places = ("us/state:il", "us/state:tx", "us/state:ca", "us/district:dc")
    code = (
        "from datetime import date; from safehavens import Corpus;"
        "from safehavens.decide.cards.proofs import name_proof as name;"
        "engine = Corpus.load().engine;"
        f"places = ['ocd-division/country:' + place for place in {places}];"
        "laws = {(place, day, who):"
        " engine.timeline(place, who, 'hold').at(date(day, 6, 1)).position"
        " for place in places for day in (2010, 2016, 2026) for who in ('jail', 'police')};"
        "print(len({*laws.values()}), *sorted({name(law, 'held') for law in laws.values()}))"
    )
    seen = [
        subprocess.run(
            [sys.executable, "-c", code], env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True, text=True, check=True,
        ).stdout.split()
        for seed in ("1", "2")
    ]  # fmt: skip
    assert seen[0] == seen[1]
    positions, *names = seen[0]
    assert len(names) == int(positions) > 8
