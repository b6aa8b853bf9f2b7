"""What is said after *if* of facts that programs, colleges and single acts ask for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from safehavens.wording.labels import N_

YES: Final[Mapping[str, str]] = {
    "il_kidney_transplant": N_("it is a kidney transplant and you are covered for dialysis alone"),
    "il_other_school_tests": N_(
        "the student meets other tests of the law, such as study at an Illinois community college"
    ),
    "il_permanent_stay_barred": N_(
        "the student is in a nonimmigrant status that leaves no room for a wish to stay for good, "
        "such as a visitor’s or a student’s"
    ),
    "ma_temporary_visa": N_(
        "the student is here on a visitor’s, student’s, exchange visitor’s or temporary worker’s "
        "visa"
    ),
    "nonimmigrant_status": N_(
        "the student is in valid nonimmigrant status, such as on a visitor’s, student’s or "
        "temporary worker’s visa"
    ),
    "tx_hospital_district": N_("a hospital district gives it, such as Harris Health or Parkland"),
}
NO: Final[Mapping[str, str]] = {
    "il_kidney_transplant": N_(
        "it is not a kidney transplant for a person who is covered for dialysis alone"
    ),
    "il_other_school_tests": N_(
        "the student does not meet other tests of the law, such as study at an Illinois community "
        "college"
    ),
    "il_permanent_stay_barred": N_(
        "the student is not in a nonimmigrant status that leaves no room for a wish to stay for "
        "good, such as a visitor’s or a student’s"
    ),
    "ma_temporary_visa": N_(
        "the student is not here on a visitor’s, student’s, exchange visitor’s or temporary "
        "worker’s visa"
    ),
    "nonimmigrant_status": N_(
        "the student is not in nonimmigrant status, such as on a visitor’s, student’s or "
        "temporary worker’s visa"
    ),
    "tx_hospital_district": N_("no hospital district gives it"),
}
