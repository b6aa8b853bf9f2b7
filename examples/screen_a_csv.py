"""Screen a CSV of requests and count the verdicts.

    python examples/screen_a_csv.py [CSV]

Without a file it screens docs/examples/screen/mistakes.csv, which is made up and has mistakes in
it on purpose. What it shows: one verdict for each row, and that bad rows stay in the table with
the problem. What it does not show: real requests. A real table of a jail has people in it: screen
it on your own machine, and leave columns about a person's status out.

For files too large for memory use the command: safehavens screen IN.csv -o OUT.csv
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from pyarrow import csv

from safehavens import Corpus

MADE_UP = Path(__file__).parents[1] / "docs" / "examples" / "screen" / "mistakes.csv"


def main(arguments: list[str]) -> None:
    """Print how many rows have each verdict, and what is wrong with the others."""
    path = Path(arguments[0]) if arguments else MADE_UP
    # pyarrow leaves out a line with too many or too few cells; the command keeps it and says so.
    parsing = csv.ParseOptions(invalid_row_handler=lambda row: "skip")
    requests = csv.read_csv(path, parse_options=parsing)

    screened = Corpus.load().screen(requests, columns=["verdict", "problem"])

    verdicts = Counter(screened["verdict"].to_pylist())
    for verdict, rows in sorted(verdicts.items(), key=lambda item: str(item[0])):
        print(f"{verdict or 'no verdict'}: {rows}")
    for row in screened.to_pylist():
        if row["problem"]:
            print(f"booking {row['booking']}: {row['problem']}")


if __name__ == "__main__":
    main(sys.argv[1:])
