"""A condition over probes (words) and indices and indicators (numbers)."""

from __future__ import annotations

from typing import Any

from safehavens.corpus.model import VERDICTS, Battery, Fact
from safehavens.corpus.near import unknown
from safehavens.logic.expression import Expression, facts_of
from safehavens.logic.parse import ConditionError, Reader
from safehavens.measure.index import index_names
from safehavens.measure.probes import BadProbe


def read_condition(text: str, battery: Battery) -> Expression:
    """Read a condition over probes (words) and indices and indicators (numbers).

    Raises
    ------
    BadProbe
        One sentence, with an example.
    """
    facts = {
        **{probe: Fact(probe, "enum", "", VERDICTS) for probe in battery.probes},
        **{index: Fact(index, "number", "") for index in index_names(battery)},
    }
    try:
        condition = Reader(_Names(facts), {}).read(text)
    except ConditionError as error:
        end = "" if str(error).endswith(("?", ".")) else "."
        raise BadProbe(
            f"{text!r} is not a condition such as custody >= 0.5 or hold_clean = 'prohibited': "
            f"{error}{end}"
        ) from None
    if not facts_of(condition):
        raise BadProbe(f"{text!r} names no probe or index.")
    return condition


class _Names(dict[str, Fact]):
    """The probes and indices that a condition may name; of any other name it says what is near."""

    def get(self, name: str, default: Any = None) -> Any:
        if name not in self:
            other = "`safehavens panel --list` lists them."
            raise ConditionError(unknown("probe or index", name, self, other=other).rstrip("."))
        return self[name]
