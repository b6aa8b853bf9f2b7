"""Places side by side: what law says of each action, differences first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from safehavens.api import Corpus
from safehavens.corpus.model import Verdict
from safehavens.corpus.places.place import Place
from safehavens.decide.brief import Brief
from safehavens.decide.place_law import PlaceLaw
from safehavens.decide.request import Request


@dataclass(frozen=True, slots=True)
class Cell:
    """What one place's law says: the verdict, and the norms that give it or may, to any of them."""

    verdict: Verdict
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
        """Whether the verdicts are not all the same."""
        return len({cell.verdict for cell in self.cells}) > 1

    @property
    def spoken(self) -> bool:
        """Whether the law of any of the places decides it."""
        return any(cell.deciding for cell in self.cells)


def compare(corpus: Corpus, law: PlaceLaw, places: Sequence[Place], on: date) -> tuple[Row, ...]:
    """Every action; agency kinds of which law says the same everywhere are one row."""
    vocabulary = corpus.lawbook.vocabulary
    briefs = [law.briefs(place.id, on) for place in places]
    rows = []
    for domain, actions in vocabulary.domains.items():
        for action in actions:
            groups: dict[tuple[tuple[Verdict, bool], ...], list[tuple[str, list[Brief]]]] = {}
            for who in vocabulary.who:
                answers = [by_action[action][who] for by_action in briefs]
                key = tuple((brief.verdict, bool(brief.deciding)) for brief in answers)
                groups.setdefault(key, []).append((who, answers))
            for members in groups.values():
                whos = tuple(who for who, _ in members)
                cells = tuple(
                    Cell(briefs[0].verdict, _norms(briefs))
                    for briefs in zip(*(answers for _, answers in members), strict=True)
                )
                rows.append(Row(domain, action, whos, cells))
    return tuple(rows)


@dataclass(frozen=True, slots=True)
class ProbeRow:
    """A probe of the battery: a question with its facts; a verdict a place."""

    probe: str
    says: str
    domain: str
    who: str
    action: str
    verdicts: tuple[Verdict, ...]

    @property
    def differs(self) -> bool:
        """Whether the verdicts are not all the same."""
        return len(set(self.verdicts)) > 1


def compare_probes(
    corpus: Corpus, places: Sequence[Place], on: date, every: bool = False
) -> tuple[ProbeRow, ...]:
    """The corpus's probes, those first whose verdicts differ; none where it has no battery.

    Parameters
    ----------
    every : bool
        Whether those are wanted, too, of which every place says the same.
    """
    battery = corpus.lawbook.battery
    if battery is None or not places:
        return ()
    ask = corpus.engine.verdict
    rows = [
        ProbeRow(
            probe.id, probe.says, probe.domain, probe.who, probe.action,
            tuple(
                ask(Request(place.id, probe.who, probe.action, on, probe.facts)) for place in places
            ),
        )
        for probe in battery.probes.values()
    ]  # fmt: skip
    differing = [row for row in rows if row.differs]
    return (*differing, *(row for row in rows if every and not row.differs))


def _norms(briefs: Sequence[Brief]) -> tuple[str, ...]:
    """The norms that decide for any of them, in order."""
    return tuple(dict.fromkeys(id for brief in briefs for id in brief.deciding))
