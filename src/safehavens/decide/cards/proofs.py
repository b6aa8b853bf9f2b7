"""What was proved of topics: kept by the norms it rests on, from one run to the next, too.

A proof has a name that says all that it rests on beside the law files and the code: the norms in
force, their conditions as they are there, and what is usual. A file of proofs has to say in its own
name which law and code it is of.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import Any, Final, Generic, TypeVar

from safehavens.decide.norms.position import Position
from safehavens.logic.expression import Among, And, Expression, Not, Or

_MOST: Final = 20_000

_Proof = TypeVar("_Proof")


class Proofs(Generic[_Proof]):
    """Proofs by position and topic. May be shared between threads.

    Attributes
    ----------
    has_new : bool
        Whether some of them are not of an earlier run.
    """

    def __init__(self) -> None:
        self.has_new = False
        self._made: dict[tuple[Position, str], _Proof] = {}
        self._kept: Mapping[str, _Proof] = {}

    def __contains__(self, key: tuple[Position, str]) -> bool:
        """Whether there is a proof for a position and a topic."""
        return key in self._made or (bool(self._kept) and name_proof(*key) in self._kept)

    def find(self, position: Position, topic: str, prove: Callable[[], _Proof]) -> _Proof:
        """The proof for a position and a topic: the one that there is, else a new one.

        Parameters
        ----------
        position : Position
        topic : str
            Its name.
        prove : callable
        """
        key = position, topic
        proof = self._made.get(key)
        if proof is None:
            if self._kept:
                proof = self._kept.get(name_proof(position, topic))
            if proof is None:
                proof, self.has_new = prove(), True
            if len(self._made) >= _MOST:
                self._made.clear()
            self._made[key] = proof
        return proof

    def recall(self, kept: Mapping[str, _Proof]) -> None:
        """Take proofs that another run made of the same law by the same code, by name."""
        self._kept = {**self._kept, **kept}

    def name_all(self) -> dict[str, _Proof]:
        """Every proof by its name."""
        made = {name_proof(*key): proof for key, proof in [*self._made.items()]}
        return {**self._kept, **made}


def name_proof(position: Position, topic: str) -> str:
    """A name that is equal in every run for positions under the same norms.

    Parameters
    ----------
    position : Position
    topic : str
    """
    there = position.circumstances
    norms = [
        (norm.id, _write(condition))
        for norm, condition in zip(position.norms, position.conditions, strict=True)
    ]
    parts = topic, norms, sorted(there.taken_out), there.fixed, there.usual
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _write(condition: Expression) -> Any:
    """A condition without what has no order."""
    match condition:
        case Among(fact, values):
            return fact, sorted(values)
        case Not(part):
            return "not", _write(part)
        case And(parts) | Or(parts):
            return type(condition).__name__, [_write(part) for part in parts]
        case _:
            return condition
