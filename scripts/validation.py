"""Compare the panel with lists that others published, and write docs/validation.md.

    python scripts/validation.py          # write the page
    python scripts/validation.py --check  # exit status 1 if another page would be written
    python scripts/validation.py --rows   # the disagreements that have no reason yet, as CSV

`validation/` has the lists, what each claims and the reasons of disagreements. A reason whose
disagreement is gone is an error. validation/README.md tells where the lists come from.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml
from validation_lists import (
    FOLDER,
    REASONS,
    Compared,
    Reason,
    Row,
    compare_list,
    read_reasons,
    read_register_rows,
    read_rows,
)

from safehavens import Corpus
from safehavens.evidence.codings import FOLDER as CODINGS
from safehavens.evidence.codings import read_codings
from safehavens.files.package import LAW

PAGE = Path(__file__).parents[1] / "docs" / "validation.md"


@dataclass
class ListResult:
    """A list, its rows compared, and the reason of each disagreement (None: not explained yet)."""

    about: Mapping[str, object]
    compared: list[Compared]
    reasons: dict[Row, Reason | None]

    def count(self, *outcomes: str) -> int:
        """How many rows have one of these outcomes."""
        return sum(one.outcome in outcomes for one in self.compared)

    @property
    def usable(self) -> int:
        """How many rows were compared."""
        return self.count("agrees", "near", "bounds", "disagrees")

    @property
    def unexplained(self) -> int:
        """How many disagreements have no reason yet."""
        return sum(reason is None for reason in self.reasons.values())


def explain(
    list_id: str, compared: Iterable[Compared], reasons: list[Reason]
) -> dict[Row, Reason | None]:
    """The first reason that fits each disagreement."""
    return {
        one.row: next((reason for reason in reasons if reason.explains(list_id, one.row)), None)
        for one in compared
        if one.outcome == "disagrees"
    }


def write_cells(*cells: object) -> str:
    """One line of a table."""
    return "| " + " | ".join(map(str, cells)) + " |"


def write_summary(results: list[ListResult]) -> Iterator[str]:
    """One line a list."""
    yield write_cells(
        "list", "rows", "compared", "agree", "of these within bounds", "disagree",
        "not explained yet",
    )  # fmt: skip
    yield "| --- | --: | --: | --: | --: | --: | --: |"
    for result in results:
        agree, usable = result.count("agrees", "near", "bounds"), result.usable
        share = f"{agree} ({agree / usable:.0%})" if usable else "not measured"
        title, anchor = result.about["title"], result.about["id"]
        yield write_cells(
            f"[{title}](#{anchor})", len(result.compared), usable, share,
            result.count("bounds"), result.count("disagrees"), result.unexplained,
        )  # fmt: skip


def write_list(result: ListResult) -> Iterator[str]:
    """The part of the page about one list."""
    about = result.about
    yield f'<a id="{about["id"]}"></a>'
    yield ""
    yield f"## {about['title']}"
    yield ""
    for label, key in (
        ("Published", "published"),
        ("Source", "source"),
        ("What a row claims", "claims"),
        ("What the comparison can show", "shows"),
        ("Independent of the coding?", "independent"),
    ):
        mark = "" if label.endswith("?") else "."
        yield f"- **{label}{mark}** {' '.join(str(about[key]).split()).rstrip('.')}."
    yield ""
    yield from write_tests(result)
    yield from write_disagreements(result)


def write_tests(result: ListResult) -> Iterator[str]:
    """How many rows of each test agree."""
    tests = dict.fromkeys((one.row.test, one.row.claim) for one in result.compared)
    yield write_cells(
        "test", "claim", "rows", "agree", "near", "within bounds", "disagree", "not compared"
    )
    yield "| --- | --- | --: | --: | --: | --: | --: | --: |"
    for test, claim in tests:
        outcomes = Counter(
            one.outcome for one in result.compared if (one.row.test, one.row.claim) == (test, claim)
        )
        cells = [outcomes[name] for name in ("agrees", "near", "bounds", "disagrees")]
        rest = outcomes["unread"] + outcomes["not measured"]
        row = [test, claim, sum(outcomes.values()), *cells, rest]
        yield write_cells(*row)
    yield ""
    for test, text in result.about["tests"].items():
        yield f"- `{test}`: `{text}`"
    yield ""


def write_disagreements(result: ListResult) -> Iterator[str]:
    """Every disagreement with its reason, places that share all else in one line."""
    groups: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for one in result.compared:
        if one.outcome == "disagrees":
            reason = result.reasons[one.row]
            days = (
                ""
                if one.row.claim in ("holds", "not")
                else f" {one.row.first} {one.row.last}".rstrip()
            )
            why = ("not explained yet", "", "") if reason is None else reason[3:]
            groups[*why, f"{one.row.test} {one.row.claim}{days}", one.panel].append(one.row)
    if not groups:
        yield "No row disagrees."
        yield ""
        return
    yield "| reason | places | the list | the panel | why, and where it is said |"
    yield "| --- | --- | --- | --- | --- |"
    for (kind, reason, source, claim, panel), rows in sorted(groups.items()):
        names = "; ".join(dict.fromkeys(row.name for row in rows))
        counted = names if len(rows) == 1 else f"{len(rows)}: {names}"
        why = " ".join(part for part in (reason, f"({source})" if source else "") if part)
        yield write_cells(kind, counted, claim, panel, why)
    yield ""


def write_page(results: list[ListResult]) -> str:
    """The whole page."""
    lines = [*write_summary(results), ""]
    lines += ["Reasons of disagreements are of these kinds:", ""]
    lines += [f"- *{kind}*: {text}" for kind, text in REASONS.items()]
    lines += ["- *not explained yet*: nobody has looked.", ""]
    for result in results:
        tolerance = result.about.get("tolerance")
        lines += write_list(result)
        if tolerance:
            lines += [f"*Near* is {tolerance} days or fewer.", ""]
    opening = (FOLDER / "opening.md").read_text("utf-8")
    return opening + "\n" + "\n".join(lines).rstrip() + "\n"


def compare_all() -> tuple[list[ListResult], list[Reason]]:
    """Every list compared, and the reasons that explain nothing any more."""
    corpus = Corpus.load()
    reasons = read_reasons()
    results = []
    codings = {coding.id: coding for coding in read_codings()}
    for about in yaml.safe_load((FOLDER / "lists.yaml").read_text("utf-8")):
        if register := about.get("register"):
            rows = read_register_rows(LAW / "registers" / f"{register}.csv")
        elif coding := codings.get(about["id"]):
            told = {"title": coding.title, "published": coding.published, "source": coding.source}
            about = {**told, **about}
            rows = read_rows(CODINGS / f"{coding.id}.csv")
        else:
            rows = read_rows(FOLDER / "lists" / f"{about['id']}.csv")
        compared = compare_list(corpus, about, rows)
        results.append(ListResult(about, compared, explain(about["id"], compared, reasons)))
    used = {reason for result in results for reason in result.reasons.values()}
    return results, [reason for reason in reasons if reason not in used]


def main(arguments: list[str]) -> int:
    """Write the page, or check it. The exit status is 1 if the page or a reason is out of date."""
    results, idle = compare_all()
    if "--rows" in arguments:
        writer = csv.writer(sys.stdout)
        for result in results:
            panels = {one.row: one.panel for one in result.compared}
            for row, reason in result.reasons.items():
                if reason is None:
                    writer.writerow([result.about["id"], *row, panels[row]])
        return 0
    for reason in idle:
        print(
            f"validation/reasons.csv: {reason.list}, {reason.test or 'every test'}, "
            f"{reason.place}: the list and the panel agree now; take this reason out.",
            file=sys.stderr,
        )
    page = write_page(results)
    if "--check" not in arguments:
        PAGE.write_text(page, "utf-8")
    elif not PAGE.exists() or PAGE.read_text("utf-8") != page:
        print(
            "docs/validation.md is out of date; `make validation` writes it again.", file=sys.stderr
        )
        return 1
    return 1 if idle else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
