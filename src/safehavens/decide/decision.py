"""What an answer is made of: values, ready for JSON, that say everything a reader may ask.

No value of a private fact ever gets into a Decision: only the fact's name does.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any, Final, Literal

from safehavens.corpus.model import Basis, Confidence, FactValue, Seen, Verdict
from safehavens.decide.beside.next_answers import NextAnswer
from safehavens.decide.beside.related_answers import RelatedAnswer
from safehavens.decide.cited import Citation, Considered, RulingTouch
from safehavens.decide.coverage.level_coverage import LevelCoverage
from safehavens.decide.norms.standing import Rule
from safehavens.values.quick_dataclass import dataclass

DISCLAIMER: Final = "This is information about the law as coded here. It is not legal advice."


@dataclass(frozen=True, slots=True)
class SetAside:
    """Norm `by` sets a norm aside, by this rule of standing."""

    by: str
    rule: Rule


@dataclass(frozen=True, slots=True)
class Reason:
    """What became of a norm in this case.

    `holds`: whether its condition is met (None: not known, or taken out by a ruling);
    `stands`: it holds and nothing sets it aside; `decides`: it gives the verdict, or may.
    """

    considered: Considered
    holds: bool | None
    stands: bool
    decides: bool
    set_aside_by: tuple[SetAside, ...]

    @property
    def norm(self) -> str:
        """The norm's id."""
        return self.considered.citation.norm


@dataclass(frozen=True, slots=True)
class AgencySource:
    """Where it was read which agencies a government has. `source` is an address or a citation."""

    source: str
    seen: Seen
    checked: datetime.date
    note: str | None


@dataclass(frozen=True, slots=True)
class AgencyAsked:
    """Whose agency the answer is about.

    Attributes
    ----------
    place, place_name : str
        The government whose agency answers.
    who : str
        Its agency kind: a city's police may be the county's sheriff.
    elsewhere : bool
        It is not the place or the kind that was asked about.
    has : str
        Whether the government has such an agency: `yes`, `no` or `not_known`.
    district : bool
        A school asked of a city or county that does not run its schools: the answer is for the
        public school district that serves it.
    sources : tuple of AgencySource
    """

    place: str
    place_name: str
    who: str
    elsewhere: bool
    has: Literal["yes", "no", "not_known"]
    district: bool
    sources: tuple[AgencySource, ...]


@dataclass(frozen=True, slots=True)
class FactListed:
    """What a public list says of a fact that was not given.

    One of `values` is presumed; of several it is not known which. `entries` are the agency's
    entries, as the list writes them (none: it is not listed), `since` their first day, and
    `listed` the day of the list that was read.
    """

    fact: str
    values: tuple[FactValue, ...]
    register: str
    title: str
    listed: datetime.date | None
    entries: tuple[str, ...]
    since: datetime.date | None
    url: str | None


@dataclass(frozen=True, slots=True)
class Presumed:
    """A fact left out, the value taken for it, and the answers other values would give.

    `value` is several values where the fact is taken to have one of them, whichever it is.
    `otherwise` holds only values that change the verdict, and `bases` what it then rests on (the
    weakest possible).
    """

    fact: str
    value: FactValue | tuple[FactValue, ...]
    ask: str
    otherwise: dict[str, Verdict]
    bases: dict[str, Basis]


@dataclass(frozen=True, slots=True)
class Question:
    """A fact still to be known. `leads_to` maps each value to the verdicts it leaves possible, and
    `bases` to what *permitted* then rests on (the weakest possible), where it is one of them."""

    fact: str
    ask: str
    type: Literal["bool", "enum", "number"]
    unit: str | None
    private: bool
    leads_to: dict[str, tuple[Verdict, ...]]
    bases: dict[str, Basis]


@dataclass(frozen=True, slots=True)
class Outside:
    """A rule on the action that does not decide this case, and what takes it out.

    `facts` are the known facts without any one of which its condition might be met; where no
    single one is needed, a few that are enough, given before presumed. Of `private` only the names
    are told. `ruling` is the one that keeps it from holding; `set_aside_by` the norms that beat it.
    """

    norm: str
    facts: dict[str, FactValue]
    private: tuple[str, ...]
    ruling: RulingTouch | None
    set_aside_by: tuple[SetAside, ...]


@dataclass(frozen=True, slots=True)
class Duty:
    """A duty that comes with the answer. `certain` is False where it turns on facts not known."""

    action: str
    citation: Citation
    certain: bool


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer to one question, with its reasons.

    `safehavens.decide.beside.whole_answers` gives all of it; `safehavens.decide.reasons` alone
    looks for neither `next` nor `see_also`.

    Attributes
    ----------
    place, place_name : str
        Open Civic Data id of the government asked about, and its name.
    who, action : str
        Agency kind and action, words of the vocabulary.
    agency : AgencyAsked
        Whose agency it is: another government's may serve the place.
    on : datetime.date
        The day whose law this is.
    verdict : str
        prohibited, required, permitted, conflict or depends.
    possible : tuple of str
        The verdicts that facts not known leave open; of a settled answer, just the verdict.
    basis : str
        What the verdict rests on: `rule`, `power`, `outside`, `no_duty` or `silence`; the weakest
        that facts not known leave possible.
    bases : dict
        The same for each possible verdict.
    outside : tuple of Outside
        Where *permitted* may rest on `outside`: the rules that were found and do not decide.
    not_a_request : bool
        Whether a judge's warrant or a court order was given, on an action for which one matters:
        that is no request, whatever the verdict.
    uncertain_in_time : tuple of str
        Norms whose first or last day no source gives, where that would change the verdict.
    may_not_bind : tuple of str
        Norms of which it is not known whether they bind the agency, where that would.
    summary : str
        The answer in a sentence.
    reasons : tuple of Reason
        Every norm considered: the deciding ones first.
    given, implied : dict
        Facts given and facts that follow from them; private ones, and what follows only from
        private ones, are left out.
    private : tuple of str
        The facts that were given or follow and are left out so (names only).
    fixed : dict
        Facts that the action settles by what it says.
    listed : tuple of FactListed
        What public lists say of facts that were not given.
    presumed : tuple of Presumed
        Facts left out for which the usual case was taken.
    questions : tuple of Question
        What would have to be known, best question first; empty where the answer is settled.
    duties : tuple of Duty
        What the agency must do besides, such as informing the person.
    confidence : str or None
        The lowest confidence along the deciding path; None where no norm was considered.
    seen : str or None
        How the source of the norm on that path that has the least firm one was seen: `official`,
        `copy`, `described` or `recalled`.
    path : tuple of str
        The norms on that path: those that decide, or may, and those that set others aside; where
        the law is silent, every binding norm found not to apply.
    not_read : tuple of str
        Those of them whose text was not read: they are known from a description of it, or from
        general knowledge.
    law_since, law_until : datetime.date or None
        The days between which the norms in force on this question stay as they are.
    coverage : tuple of LevelCoverage
        How far the law of each government that the place lies in was searched for this domain of
        actions, the nation first. Empty where the corpus has no coverage.
    as_enacted_by : datetime.date or None
        The last day for whose law any of them was searched, where `on` lies after it: later
        changes of law are not known. None: `on` does not, or none was searched.
    next : NextAnswer or None
        What the answer changes to after the day; None: no change is on record.
    see_also : tuple of RelatedAnswer
        Neighboring actions of the same agency on which this place's law has a rule.
    note : str or None
        What was decided for the reader, such as which place of a name was meant.
    corpus : str
        Digest of the law files that were asked.
    """

    place: str
    place_name: str
    who: str
    agency: AgencyAsked
    action: str
    on: datetime.date
    verdict: Verdict
    possible: tuple[Verdict, ...]
    basis: Basis
    bases: dict[Verdict, Basis]
    outside: tuple[Outside, ...]
    not_a_request: bool
    uncertain_in_time: tuple[str, ...]
    may_not_bind: tuple[str, ...]
    summary: str
    reasons: tuple[Reason, ...]
    given: dict[str, FactValue | None]
    implied: dict[str, FactValue]
    private: tuple[str, ...]
    fixed: dict[str, FactValue]
    listed: tuple[FactListed, ...]
    presumed: tuple[Presumed, ...]
    questions: tuple[Question, ...]
    duties: tuple[Duty, ...]
    confidence: Confidence | None
    seen: Seen | None
    path: tuple[str, ...]
    not_read: tuple[str, ...]
    law_since: datetime.date | None
    law_until: datetime.date | None
    coverage: tuple[LevelCoverage, ...]
    as_enacted_by: datetime.date | None
    note: str | None
    corpus: str
    disclaimer: str = DISCLAIMER
    next: NextAnswer | None = None
    see_also: tuple[RelatedAnswer, ...] = ()

    @property
    def because(self) -> tuple[Reason, ...]:
        """The reasons that decide, or may."""
        return tuple(reason for reason in self.reasons if reason.decides)

    def to_dict(self) -> dict[str, Any]:
        """Plain dicts, lists, strings, numbers and booleans; dates as YYYY-MM-DD."""
        data: dict[str, Any] = plain(self)
        return data

    def to_json(self, indent: int | None = 2) -> str:
        """The same as JSON text."""
        import json  # only this needs it

        return json.dumps(self.to_dict(), ensure_ascii=False, indent=indent)


def plain(value: Any) -> Any:
    """A value as what JSON can hold."""
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Mapping):
        return {
            " ".join(map(str, key)) if isinstance(key, tuple) else key: plain(inner)
            for key, inner in value.items()
        }
    if isinstance(value, tuple | list):
        return [plain(inner) for inner in value]
    if isinstance(value, frozenset):  # its own order changes from process to process
        return sorted(plain(inner) for inner in value)
    return value.isoformat() if isinstance(value, datetime.date) else value
