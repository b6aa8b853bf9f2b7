"""Phrases of several facts together: which say the same, and which come to something else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from safehavens.wording.labels import N_

OF_A_PROGRAM: Final = frozenset(
    {"already_enrolled", "il_vttc_funds", "listed_conviction", "slot_available"}
)
"""Facts that are about one program, which their phrases do not name."""
OF_A_LOCAL_PROGRAM: Final = frozenset({"other_insurance"})
"""Facts that many programs ask for: told with the name of one that a city or county has."""
OTHER_RULES: Final = frozenset({"nm_other_health_rules_met", "otherwise_eligible"})
"""Facts that say what the other rules of a question say."""
SAID_BY: Final[Mapping[str, str]] = {
    "court_order": "required_by_law",
    "il_permanent_stay_barred": "nonimmigrant_or_parolee",
    "ma_temporary_visa": "nonimmigrant_or_parolee",
    "nonimmigrant_status": "nonimmigrant_or_parolee",
}
"""Facts of which a no is said by the no of another: no lawful order is no court's order either."""
TOGETHER: Final[Mapping[tuple[tuple[str, bool], tuple[str, bool | str]], str]] = {
    (("pregnant_or_postpartum", True), ("pregnancy_over", False)): N_("you are pregnant"),
    (("pregnant_or_postpartum", True), ("pregnancy_over", True)): N_(
        "you are in the covered time after a pregnancy"
    ),
    (("citizens_equally_eligible", False), ("tuition_basis", "residence")): N_(
        "the rate goes to those who live in the state, and U.S. citizens who live elsewhere pay "
        "more"
    ),
}  # fmt: skip
"""What two facts come to where both are said: in place of the first, and nothing for the second."""
