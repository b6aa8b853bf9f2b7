"""An evaluation as Markdown."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final

from safehavens.evaluate.evaluation import Evaluation
from safehavens.evaluate.nouns import Severity
from safehavens.evaluate.report.report_blocks import (
    Block,
    Drawing,
    Findings,
    Heading,
    Paragraph,
    Reading,
    Rows,
    list_blocks,
)

SEVERITIES: Final[dict[Severity, str]] = {"stop": "Stop", "warning": "Warning", "note": "Note"}


def write_markdown(
    evaluation: Evaluation,
    departures: Sequence[str] | None = None,
    pictures: Collection[str] = (),
) -> str:
    """The report as Markdown.

    Parameters
    ----------
    evaluation : Evaluation
    departures : sequence of str, optional
        As of `list_blocks`.
    pictures : collection of str
        The pictures that lie beside it as SVG files, by name.
    """
    return lay_out_markdown(list_blocks(evaluation, departures), pictures)


def lay_out_markdown(blocks: Iterable[Block], pictures: Collection[str] = ()) -> str:
    """Blocks as Markdown; `pictures` as of `write_markdown`."""
    lines = [line for block in blocks for line in _lines(block, pictures)]
    return "\n".join(lines).rstrip() + "\n"


def _lines(block: Block, pictures: Collection[str]) -> Iterator[str]:
    match block:
        case Heading(text, level):
            yield "#" * level + " " + text
        case Paragraph(text, strong):
            yield f"**{text}**" if strong else text
        case Findings(findings):
            for one in findings:
                yield f"- **{SEVERITIES[one.severity]}: {one.code}.** {one.says} {one.do}"
        case Rows(heads, rows, numbers):
            yield _row(heads)
            yield "|" + "".join(" ---: |" if n in numbers else " --- |" for n in range(len(heads)))
            yield from map(_row, rows)
        case Reading(text, address):
            yield f"[{text}]({address})"
        case Drawing(name, says):
            if name not in pictures:
                return
            yield f"![Picture: {says}]({name}.svg)"
    yield ""


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
