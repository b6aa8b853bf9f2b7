"""What a corpus rests on."""

from __future__ import annotations

from pathlib import Path

import pytest

from safehavens import Corpus
from safehavens.corpus.model import Seen
from safehavens.measure.footing import count_footing

LAW = """\
id: us/tx/{id}
title: Act {id}
kind: statute
issuer: ocd-division/country:us/state:tx
citation: Act 1
in_force: [{{from: 2000-01-01, to: 2010-01-01}}]
sources:
  - {{seen: recalled}}
  - {{url: "https://example.org/{id}", seen: {seen}, checked: 2026-11-23}}
norms:
  - {{id: a, cite: § 1, says: A rule., who: [{who}], action: hold, modality: must_not,
     confidence: high}}
"""
PROBES = """\
probes:
  hold_clean: {says: "May the jail hold someone?", who: jail, action: hold}
"""


@pytest.fixture
def small(tmp_path: Path) -> Corpus:
    for id, seen, who in (("a", "copy", "jail"), ("b", "described", "jail"),
                          ("c", "described", "police"), ("d", "recalled", "jail")):  # fmt: skip
        path = tmp_path / "us" / "tx" / f"{id}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(LAW.format(id=id, seen=seen, who=who), "utf-8")
    (tmp_path / "probes.yaml").write_text(PROBES, "utf-8")
    return Corpus.load(tmp_path)


def test_norms_are_counted_by_their_best_source(small: Corpus) -> None:
    expected: dict[Seen, int] = {"official": 0, "copy": 1, "described": 2, "recalled": 1}
    counted = count_footing(small.lawbook)
    assert counted.seen == expected
    assert (counted.norms, counted.instruments, counted.places, counted.probes) == (4, 4, 1, 1)
    assert counted.deciding is counted.deciding_seen is None


def test_norms_that_decide_a_probe_on_some_day(small: Corpus) -> None:
    ticks: list[None] = []
    footing = small.about(lambda: ticks.append(None))
    assert footing.deciding == 3  # the rule for police decides no probe
    assert footing.deciding_seen == {"official": 0, "copy": 1, "described": 1, "recalled": 1}
    assert len(ticks) == 1
