"""Places side by side: what law says of each action, differences first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from safehavens.api import Corpus
from safehavens.corpus.model import Basis, Probe, Verdict
from safehavens.corpus.places.place import Place
from safehavens.decide.brief import Brief, decide_briefly
from safehavens.decide.place_law import PlaceLaw
from safehavens.decide.request import Request


@dataclass(frozen=True, slots=True)
class Cell:
    """What one place's law says: the verdict, the weakest basis that it has for any of them, and
    the norms that give it or may, to any of them."""

    verdict: Verdict
    basis: Basis
    deciding: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """An action and the agency kinds of which every place says the same; a cell a place."""

    domain: str
    action: str
    who: tuple[str, ...]
    cells: tuple[Cell, ...]

    @property
    def differs(self) -> bool:
        """Whether the answers are not all the same."""
        return len({(cell.verdict, cell.basis) for cell in self.cells}) > 1

    @property
    def spoken(self) -> bool:
        """Whether a rule on it was found in any of the places."""
        return any(cell.deciding or cell.basis == "outside" for cell in self.cells)


def compare(corpus: Corpus, law: PlaceLaw, places: Sequence[Place], on: date) -> tuple[Row, ...]:
    """Every action; agency kinds of which law says the same everywhere are one row."""
    vocabulary = corpus.lawbook.vocabulary
    briefs = [law.briefs(place.id, on) for place in places]
    rows = []
    for domain, actions in vocabulary.domains.items():
        for action in actions:
            groups: dict[tuple[tuple[Verdict, Basis], ...], list[tuple[str, list[Brief]]]] = {}
            for who in vocabulary.who:
                answers = [by_action[action][who] for by_action in briefs]
                key = tuple((brief.verdict, brief.basis) for brief in answers)
                groups.setdefault(key, []).append((who, answers))
            for members in groups.values():
                whos = tuple(who for who, _ in members)
                cells = tuple(
                    Cell(briefs[0].verdict, briefs[0].basis, _norms(briefs))
                    for briefs in zip(*(answers for _, answers in members), strict=True)
                )
                rows.append(Row(domain, action, whos, cells))
    return tuple(rows)


@dataclass(frozen=True, slots=True)
class ProbeRow:
    """A probe of the battery: a question with its facts; of each place the verdict and basis."""

    probe: str
    says: str
    domain: str
    who: str
    action: str
    verdicts: tuple[Verdict, ...]
    bases: tuple[Basis, ...]

    @property
    def differs(self) -> bool:
        """Whether the answers are not all the same."""
        return len(set(zip(self.verdicts, self.bases, strict=True))) > 1


def compare_probes(
    corpus: Corpus, places: Sequence[Place], on: date, every: bool = False
) -> tuple[ProbeRow, ...]:
    """The corpus's probes, those first whose answers differ; none where it has no battery.

    Parameters
    ----------
    every : bool
        Whether those are wanted, too, of which every place says the same.
    """
    battery = corpus.lawbook.battery
    if battery is None or not places:
        return ()
    rows = []
    for probe in battery.probes.values():
        briefs = [_ask_probe(corpus, probe, place, on) for place in places]
        rows.append(
            ProbeRow(
                probe.id, probe.says, probe.domain, probe.who, probe.action,
                tuple(brief.verdict for brief in briefs), tuple(brief.basis for brief in briefs),
            )
        )  # fmt: skip
    differing = [row for row in rows if row.differs]
    return (*differing, *(row for row in rows if every and not row.differs))


def _ask_probe(corpus: Corpus, probe: Probe, place: Place, on: date) -> Brief:
    request = Request(place.id, probe.who, probe.action, on, probe.facts)
    position = corpus.engine.stretch(request).position
    return decide_briefly(corpus.engine, position, probe.facts, questions=False)


def _norms(briefs: Sequence[Brief]) -> tuple[str, ...]:
    """The norms that decide for any of them, in order."""
    return tuple(dict.fromkeys(id for brief in briefs for id in brief.deciding))
