"""Requests that are nobody's own are decided as any others, though what is left of law is shared.

Each book is asked about all its places and days, so that many positions leave the same of their law
and some leave almost the same.
"""

from __future__ import annotations

import json
import random
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from safehavens import Corpus
from safehavens.decide.brief import PublicBriefs, decide_briefly
from safehavens.decide.facts.tied_facts import Contradiction
from tests.decide.test_properties import book_and_requests, examples
from tests.strategies import DAYS, PLACES, Book, Request, chances

met = {"asked": 0, "open": 0, "shared": 0}


@examples(300)
@given(book_and_requests(count=4), chances)
def test_public_requests_are_decided_as_any_others(
    drawn: tuple[Book, list[Request]], chance: random.Random
) -> None:
    book, asked = drawn
    engine, alone = book.engine(), book.engine()
    briefs = PublicBriefs(engine)
    for request in asked:
        for place in chance.sample(PLACES, 3):
            for day in chance.sample(DAYS, 4):
                words = place, request.who, request.action
                position = engine.timeline(*words).at(day).position
                own = alone.timeline(*words).at(day).position
                met["asked"] += 1
                before = len(briefs._found)
                try:
                    expected = decide_briefly(alone, own, request.facts, questions=False)
                except Contradiction:
                    with pytest.raises(Contradiction):
                        briefs.decide(position, request.facts)
                    continue
                assert briefs.decide(position, request.facts) == expected
                known = engine.settle(position, request.facts, public=True).known
                if None in position.truths(known):
                    met["open"] += 1
                    met["shared"] += len(briefs._found) == before


def test_what_was_met() -> None:
    assert met["shared"] > 100, met
    assert met["open"] > met["shared"], met


# ---- laws that leave the same conditions, and are not the same ----------------------------------

ILLINOIS = "ocd-division/country:us/state:il"
COOK, LAKE = f"{ILLINOIS}/county:cook", f"{ILLINOIS}/county:lake"
FORBIDS = {"modality": "must_not", "when": "convicted_felony"}
DEMANDS = {"modality": "must", "when": "convicted_misdemeanor"}
ALLOWS = {"modality": "may", "grants": "power", "when": "convicted_misdemeanor"}
RELEASES = {**ALLOWS, "grants": "no_duty"}


def write_law(folder: Path, county: str, norms: list[dict[str, Any]]) -> None:
    """Each norm in a law of its own: the county's, or the State's that binds the county alone."""
    for letter, norm in zip("ab", norms, strict=True):
        of_state = "applies_to" in norm
        id = f"us/il/{county.rpartition(':')[2]}-{letter}"
        norm = {"id": "hold", "cite": "§ 1", "says": "A rule.", "who": ["jail"], "action": "hold",
                "confidence": "high", **norm}  # fmt: skip
        law = {
            "id": id, "title": "Act", "kind": "statute" if of_state else "ordinance",
            "issuer": ILLINOIS if of_state else county, "citation": "Act 1",
            "in_force": [{"from": "2000-01-01"}], "sources": [{"seen": "recalled"}],
        }  # fmt: skip
        if of_state:
            law |= {"reach": "within", "applies_to": norm.pop("applies_to")}
        (folder / "us" / "il").mkdir(parents=True, exist_ok=True)
        (folder / f"{id}.yaml").write_text(json.dumps({**law, "norms": [norm]}), "utf-8")


@pytest.mark.parametrize(
    ("felony", "in_cook", "in_lake"),
    [
        pytest.param(True, [FORBIDS, ALLOWS], [{**FORBIDS, "modality": "must"}, ALLOWS],
                     id="whether it forbids"),
        pytest.param(None, [FORBIDS, ALLOWS], [FORBIDS, RELEASES], id="what is granted"),
        pytest.param(True, [FORBIDS, DEMANDS],
                     [{**FORBIDS, "defeats": ["us/il/lake-b#hold"]}, DEMANDS],
                     id="which sets the other aside"),
        pytest.param(True, [FORBIDS, ALLOWS], [{**FORBIDS, "preempts": "disputed"}, ALLOWS],
                     id="what is in dispute"),
        pytest.param(None, [{**FORBIDS, "modality": "must"}, RELEASES],
                     [{**FORBIDS, "modality": "must"}, {**RELEASES, "applies_to": [LAKE]}],
                     id="what a release has beneath it"),
    ],
)  # fmt: skip
def test_two_counties(
    tmp_path: Path,
    felony: bool | None,
    in_cook: list[dict[str, Any]],
    in_lake: list[dict[str, Any]],
) -> None:
    write_law(tmp_path, COOK, in_cook)
    write_law(tmp_path, LAKE, in_lake)
    engine = Corpus.load(tmp_path).engine
    facts = {"convicted_felony": felony, "convicted_misdemeanor": None}
    positions = {
        place: engine.timeline(place, "jail", "hold").at(date(2020, 1, 1)).position
        for place in (COOK, LAKE)
    }
    expected = {
        place: decide_briefly(engine, position, facts, questions=False)
        for place, position in positions.items()
    }
    assert (expected[COOK].verdict, expected[COOK].basis, len(expected[COOK].deciding)) != (
        expected[LAKE].verdict, expected[LAKE].basis, len(expected[LAKE].deciding)
    )  # fmt: skip
    for order in ((COOK, LAKE), (LAKE, COOK)):
        briefs = PublicBriefs(engine)
        for place in order:
            assert briefs.decide(positions[place], facts) == expected[place]
