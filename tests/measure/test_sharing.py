"""Places share spells only where the same law, rulings and level of government are theirs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from safehavens import Corpus

ILLINOIS = "ocd-division/country:us/state:il"
COOK, LAKE = f"{ILLINOIS}/county:cook", f"{ILLINOIS}/county:lake"
CHICAGO = f"{ILLINOIS}/place:chicago"
PROBES = """\
probes:
  hold: {says: A hold., who: jail, action: hold}
"""


def statute(**norm: Any) -> dict[str, Any]:
    return {
        "id": "us/il/act", "title": "Act", "kind": "statute", "issuer": ILLINOIS,
        "citation": "Act 1", "in_force": [{"from": "2000-01-01"}],
        "sources": [{"seen": "recalled"}],
        "norms": [{"id": "hold", "cite": "§ 1", "says": "A rule.", "who": ["jail"],
                   "action": "hold", "modality": "must_not", "confidence": "high", **norm}],
    }  # fmt: skip


RULING = {
    "id": "us/courts/lake", "title": "Lake v. Illinois", "citation": "1 F.4th 1", "court": "ca7",
    "decided": "2010-06-01", "issue": "other", "held": "It was held.", "outcome_for_haven": "lost",
    "sources": [{"seen": "recalled"}],
    "effects": [{"norm": "us/il/act#hold", "effect": "enjoined", "from": "2010-06-01",
                 "scope": {"places": [LAKE]}}],
}  # fmt: skip


def verdicts(
    folder: Path, files: list[dict[str, Any]], *places: str, column: str = "verdict"
) -> dict[str, list[str | None]]:
    (folder / "probes.yaml").write_text(PROBES)
    for file in files:
        path = folder / f"{file['id']}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(file), "utf-8")
    corpus = Corpus.load(folder)
    rows = corpus.panel(places, start="2005", end="2015", freq="year").to_pylist()
    return {place: [r[column] for r in rows if r["place"] == place] for place in places}


def test_a_ruling_for_one_county(tmp_path: Path) -> None:
    found = verdicts(tmp_path, [statute(), RULING], COOK, LAKE)
    assert found == {COOK: ["prohibited"] * 11, LAKE: ["prohibited"] * 6 + ["permitted"] * 5}


def test_law_on_one_level_of_government(tmp_path: Path) -> None:
    found = verdicts(tmp_path, [statute(when="agency_level = 'county'")], LAKE, CHICAGO)
    assert found == {LAKE: ["prohibited"] * 11, CHICAGO: ["permitted"] * 11}


def test_whose_law_is_set_aside(tmp_path: Path) -> None:
    """Under the same norms a state's own law is set aside, and not a county's (LAKE is named)."""
    national = {**statute(modality="must", preempts=True),
                "id": "us/act", "issuer": "ocd-division/country:us"}  # fmt: skip
    files = [national, statute(), RULING]
    found = verdicts(tmp_path, files, ILLINOIS, LAKE, column="on_books")
    assert found == {ILLINOIS: ["prohibited"] * 11, LAKE: [None] * 11}
    assert set(verdicts(tmp_path, files, ILLINOIS, LAKE)[LAKE]) == {"required"}
