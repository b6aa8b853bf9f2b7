"""The shared words of law: agency kinds and actions, with all that is said of them."""

from __future__ import annotations

from dataclasses import field
from typing import Literal

from safehavens.values.quick_dataclass import dataclass

FactValue = bool | str | float | int
Ownership = Literal["public", "private", "asked", "presumed_public"]


@dataclass(frozen=True, slots=True)
class AgencyKind:
    """An agency kind: its sentence, its short name, and what it is.

    `agency` False: it is no agency of the places bound, so that `any_agency` leaves it out.
    `ownership`: whether bodies of this kind belong to the public; None: not said.
    """

    name: str
    says: str
    label: str
    agency: bool = True
    ownership: Ownership | None = None


@dataclass(frozen=True, slots=True)
class Deed:
    """An action: its sentence, its short name, and what it says by itself.

    `fixes` are facts that the action settles, with their values; `presumes` are values presumed of
    facts where the action is asked about, of several that the fact is one of them; `see_also` are
    actions that may be meant as well.
    """

    name: str
    says: str
    label: str
    domain: str
    fixes: dict[str, FactValue] = field(default_factory=dict)
    see_also: tuple[str, ...] = ()
    presumes: dict[str, tuple[FactValue, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Agency kinds and actions, in the order of every list.

    Attributes
    ----------
    who, actions : dict
        By id, its plain sentence.
    domains, domain_of : dict
        The actions of each domain, and the domain of each action.
    kinds, deeds : dict
        By id, all that is said of an agency kind and of an action.
    translations : dict
        By language, the words of the vocabulary and of facts in it, by the English ones.
    """

    who: dict[str, str]
    actions: dict[str, str]
    domains: dict[str, tuple[str, ...]]
    domain_of: dict[str, str]
    kinds: dict[str, AgencyKind] = field(default_factory=dict)
    deeds: dict[str, Deed] = field(default_factory=dict)
    translations: dict[str, dict[str, str]] = field(default_factory=dict)

    def is_agency(self, who: str) -> bool:
        """Whether `any_agency` covers an agency kind."""
        kind = self.kinds.get(who)
        return kind is None or kind.agency

    def fixes(self, action: str) -> dict[str, FactValue]:
        """The facts that an action settles by what it says."""
        deed = self.deeds.get(action)
        return {} if deed is None else deed.fixes

    def presumes(self, action: str) -> dict[str, tuple[FactValue, ...]]:
        """What is presumed of facts where an action is asked about: to have one of these values."""
        deed = self.deeds.get(action)
        return {} if deed is None else deed.presumes

    def name_kind(self, who: str) -> str:
        """An agency kind in a word or two."""
        kind = self.kinds.get(who)
        return who.replace("_", " ") if kind is None else kind.label
