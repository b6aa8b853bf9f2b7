"""How large law may be: a file of law may come from a stranger, and must end in time and memory.

Each bound is many times what the shipped corpus needs. Going beyond one is an error of the law that
names file, line and bound. SECURITY.md lists them; a test holds it to these numbers.
"""

from __future__ import annotations

from typing import Final

# ---- files -----------------------------------------------------------------------------------
MOST_FILES: Final = 200_000
"""Files of a folder of law."""
MOST_FILE_BYTES: Final = 4 * 2**20
"""Bytes of a YAML file."""
MOST_TABLE_BYTES: Final = 64 * 2**20
"""Bytes of a table."""
MOST_FOLDER_BYTES: Final = 2**30
"""Bytes of all files of a folder together."""

# ---- YAML ------------------------------------------------------------------------------------
MOST_VALUES: Final = 200_000
"""Values of a YAML file, each alias counted with all that it stands for."""
MOST_LEVELS: Final = 40
"""Lists and fields within each other."""
LONGEST_TEXT: Final = 20_000
"""Characters of one value."""
LONGEST_CITATION: Final = 2_000
"""Characters of a citation or a pinpoint."""
LONGEST_NUMBER: Final = 40
"""Characters of a number."""
MOST_ERRORS: Final = 100
"""Errors that are told of one file; how many more there are is said."""

# ---- conditions ------------------------------------------------------------------------------
LONGEST_CONDITION: Final = 10_000
"""Characters of one condition."""
LONGEST_CONDITIONS: Final = 200_000
"""Characters of all conditions of a file."""
MOST_PARTS: Final = 2_000
"""Comparisons and connectives of a condition, each term counted with all that it stands for."""
DEEPEST_CONDITION: Final = 40
"""Connectives within each other, terms filled in."""
MOST_THRESHOLDS: Final = 200
"""Numbers that all conditions together compare one fact with."""

# ---- answers ---------------------------------------------------------------------------------
MOST_RELATIONS: Final = 250_000
"""Pairs of norms on one action at one time of which one sets the other aside or disputes it."""
MOST_STEPS: Final = 500_000
"""Steps in which what norms come to together is worked out."""
MOST_FACTS_AT_ONCE: Final = 200
"""Facts that norms on one action at one time ask for."""
