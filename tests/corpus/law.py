"""Small law folders for tests."""

from __future__ import annotations

from pathlib import Path

INSTRUMENT = """\
id: us/tx/marfa/policy
title: Marfa police policy
kind: agency_policy
issuer: ocd-division/country:us/state:tx/place:marfa
citation: Marfa Police Policy 7
enacted: 2020-01-01
in_force: [{from: 2020-02-01}]
sources:
  - {url: "https://example.org/policy", seen: described, checked: 2026-11-23}
facts:
  marfa_festival: {type: bool, presume: false, ask: "Is it during the festival?"}
norms:
  - id: ask
    cite: § 1
    says: Officers do not ask about status.
    who: [police]
    action: inquire_status
    modality: must_not
    unless: marfa_festival OR age > 20
    confidence: high
cases:
  - name: an officer asks
    place: ocd-division/country:us/state:tx/place:marfa
    who: police
    action: inquire_status
    date: 2021-01-01
    facts: {age: 10}
    expect: prohibited
    because: [us/tx/marfa/policy#ask]
"""

RULING = """\
id: us/courts/marfa-v-texas
title: Marfa v. Texas
citation: 1 F.4th 1 (5th Cir. 2022)
court: ca5
decided: 2022-01-01
issue: preemption
held: The policy stands.
effects:
  - {norm: us/tx/marfa/policy#ask, effect: enjoined, from: 2022-01-01, to: 2022-02-01}
outcome_for_haven: won
sources: [{seen: recalled}]
"""


def write(root: Path, files: dict[str, str]) -> Path:
    """A folder that holds these files."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def marfa(root: Path, old: str = "", new: str = "") -> Path:
    """A folder with the instrument, in which one text is replaced."""
    assert old in INSTRUMENT
    text = INSTRUMENT.replace(old, new, 1) if old else INSTRUMENT
    return write(root, {"us/tx/marfa/policy.yaml": text})
