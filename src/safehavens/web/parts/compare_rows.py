"""Places side by side: what law says of each action, differences first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from safehavens.api import Corpus
from safehavens.compare.comparison import (
    ComparedAction,
    Comparison,
    ShownRequest,
    Side,
    compare,
)
from safehavens.corpus.model import Basis, Probe, Verdict
from safehavens.corpus.places.place import Place
from safehavens.decide.brief import Brief, decide_briefly
from safehavens.decide.cards.usual_answers import CORE_AGENCIES
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
    """An action and the agency kinds of which every place says the same; a cell a place.

    `proofs` say how the first place's answers lie to those of each other, over every request; None:
    neither has a rule.
    """

    domain: str
    action: str
    who: tuple[str, ...]
    cells: tuple[Cell, ...]
    proofs: tuple[ComparedAction | None, ...] = ()

    @property
    def differs(self) -> bool:
        """Whether the usual answers are not all the same, or any request has another answer."""
        usual = {(cell.verdict, cell.basis) for cell in self.cells}
        return len(usual) > 1 or any(one and one.relation != "equal" for one in self.proofs)

    @property
    def core(self) -> bool:
        """Whether it is about an agency that people meet most."""
        return not CORE_AGENCIES.isdisjoint(self.who)

    @property
    def parting(self) -> tuple[tuple[int, ShownRequest], ...]:
        """Requests that the first place answers otherwise than another, with that place's number.

        A place has one, or two where each goes further for some request.
        """
        return tuple(
            (number, shown)
            for number, one in enumerate(self.proofs, start=1)
            if one is not None
            for shown in (one.more, one.less)
            if shown is not None
        )

    @property
    def spoken(self) -> bool:
        """Whether a rule on it was found in any of the places."""
        return any(cell.deciding or cell.basis == "outside" for cell in self.cells)


def compare_places(
    corpus: Corpus,
    places: Sequence[Place],
    on: date,
    actions: Sequence[str] = (),
    who: Sequence[str] = (),
) -> tuple[Comparison, ...]:
    """The first place with each of the others, over every request. It takes a second for each.

    Parameters
    ----------
    corpus : Corpus
    places : sequence of Place
    on : datetime.date
    actions, who : sequence of str
        Those that are wanted; empty: all.
    """
    first, *others = (Side(corpus.engine, place.id, on, place.name) for place in places)
    return tuple(compare(first, other, who, actions) for other in others)


def list_rows(
    corpus: Corpus,
    law: PlaceLaw,
    places: Sequence[Place],
    on: date,
    comparisons: Sequence[Comparison],
    actions: Sequence[str] = (),
    who: Sequence[str] = (),
) -> tuple[Row, ...]:
    """Every action; agency kinds of which law says the same everywhere are one row.

    `comparisons` are those of `compare_places`, of which the other parameters are.
    """
    vocabulary = corpus.lawbook.vocabulary
    briefs = [law.briefs(place.id, on) for place in places]
    proofs = [_index(comparison) for comparison in comparisons]
    rows = []
    for domain, of_domain in vocabulary.domains.items():
        for action in of_domain:
            if actions and action not in actions:
                continue
            groups: dict[object, list[tuple[str, list[Brief]]]] = {}
            proofs_of: dict[object, tuple[ComparedAction | None, ...]] = {}
            for kind in who or vocabulary.who:
                answers = [by_action[action][kind] for by_action in briefs]
                of_kind = tuple(proof.get((action, kind)) for proof in proofs)
                key: object = (
                    tuple((brief.verdict, brief.basis) for brief in answers),
                    tuple(_likeness(proof) for proof in of_kind),
                )
                groups.setdefault(key, []).append((kind, answers))
                proofs_of.setdefault(key, of_kind)
            for key, members in groups.items():
                cells = tuple(
                    Cell(briefs[0].verdict, briefs[0].basis, _norms(briefs))
                    for briefs in zip(*(answers for _, answers in members), strict=True)
                )
                kinds = tuple(kind for kind, _ in members)
                rows.append(Row(domain, action, kinds, cells, proofs_of[key]))
    return tuple(rows)


def _index(comparison: Comparison) -> dict[tuple[str, str], ComparedAction]:
    return {(item.action, kind): item for item in comparison.actions for kind in item.who}


def _likeness(proof: ComparedAction | None) -> object:
    """What two agency kinds must have alike to be one row: where they agree, nothing."""
    return None if proof is None or proof.relation == "equal" else id(proof)


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
    return decide_briefly(corpus.engine, position, probe.facts, questions=False, public=True)


def _norms(briefs: Sequence[Brief]) -> tuple[str, ...]:
    """The norms that decide for any of them, in order."""
    return tuple(dict.fromkeys(id for brief in briefs for id in brief.deciding))
