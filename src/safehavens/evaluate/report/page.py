"""An evaluation as one HTML page that needs no network and no script."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from typing import Final

from safehavens.evaluate.evaluation import Evaluation
from safehavens.evaluate.report.markdown import SEVERITIES
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

_STYLE: Final = """
:root { color-scheme: light dark; --ink: #1b1f24; --ground: #fff; --soft: #57606a; --rule: #d0d7de;
  --stop: #a4161a; --warning: #8a5a00; --panel: #f6f8fa; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --ground: #0d1117; --soft: #9aa4af;
  --rule: #30363d; --stop: #ff8f8f; --warning: #f0b849; --panel: #161b22; } }
body { font: 1rem/1.5 system-ui, sans-serif; color: var(--ink); background: var(--ground);
  max-width: 50rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
h1 { font-size: 1.3rem; color: var(--soft); font-weight: 600; overflow-wrap: anywhere; }
h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; border-top: 1px solid var(--rule);
  padding-top: 1rem; }
.headline { font-size: 1.35rem; line-height: 1.35; font-weight: 600; }
ul.findings { list-style: none; padding: 0; }
ul.findings li { border-left: 4px solid var(--rule); padding: .1rem 0 .1rem .75rem;
  margin: .75rem 0; }
ul.findings .stop { border-color: var(--stop); } ul.findings .warning { border-color:
  var(--warning); }
ul.findings b { display: block; } .stop b { color: var(--stop); } .warning b { color:
  var(--warning); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; margin: .75rem 0; min-width: 60%; }
th, td { text-align: left; padding: .3rem .8rem .3rem 0; border-bottom: 1px solid var(--rule);
  vertical-align: top; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
figure { margin: 1rem 0; background: #fff; border: 1px solid var(--rule); padding: .5rem; }
figure svg { max-width: 100%; height: auto; display: block; }
figcaption { color: #57606a; font-size: .9rem; }
@media print { body { max-width: none; } h2 { break-after: avoid; } figure, table {
  break-inside: avoid; } }
"""


def write_page(
    evaluation: Evaluation,
    departures: Sequence[str] | None = None,
    pictures: Mapping[str, str] | None = None,
) -> str:
    """The report as an HTML page.

    Parameters
    ----------
    evaluation : Evaluation
    departures : sequence of str, optional
        As of `list_blocks`.
    pictures : mapping of str to str, optional
        SVG text by name; a picture that is not there is left out.
    """
    return lay_out_page(list_blocks(evaluation, departures), pictures)


def lay_out_page(given: Iterable[Block], pictures: Mapping[str, str] | None = None) -> str:
    """Blocks as an HTML page.

    Parameters
    ----------
    given : iterable of Block
        One of them is a heading, which is the title.
    pictures : mapping of str to str, optional
        As of `write_page`.
    """
    blocks = list(given)
    title = next(block.text for block in blocks if isinstance(block, Heading))
    body = "\n".join(line for block in blocks for line in _lines(block, pictures or {}))
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"{body}\n</main>\n</body>\n</html>\n"
    )


def _lines(block: Block, pictures: Mapping[str, str]) -> Iterator[str]:
    match block:
        case Heading(text, level):
            yield f"<h{level}>{escape(text)}</h{level}>"
        case Paragraph(text, strong):
            yield f'<p class="headline">{escape(text)}</p>' if strong else f"<p>{escape(text)}</p>"
        case Findings(findings):
            yield '<ul class="findings">'
            for one in findings:
                yield (
                    f'<li class="{one.severity}"><b>{SEVERITIES[one.severity]}: '
                    f"{escape(one.code)}</b>{escape(one.says)} {escape(one.do)}</li>"
                )
            yield "</ul>"
        case Rows(heads, rows, numbers):
            yield '<div class="scroll" tabindex="0"><table>'
            yield "<thead>" + _row(heads, numbers, "th") + "</thead><tbody>"
            yield from (_row(row, numbers, "td") for row in rows)
            yield "</tbody></table></div>"
        case Reading(text, address):
            yield f'<p><a href="{escape(address)}">{escape(text)}</a></p>'
        case Drawing(name, says):
            if name in pictures:
                yield (
                    f'<figure role="img" aria-label="{escape(says)}">{pictures[name]}'
                    f"<figcaption>{escape(says[0].upper() + says[1:])}</figcaption></figure>"
                )


def _row(cells: Sequence[str], numbers: Sequence[int], tag: str) -> str:
    made = (
        f"<{tag}{' class=number' if n in numbers else ''}>{escape(cell)}</{tag}>"
        for n, cell in enumerate(cells)
    )
    return "<tr>" + "".join(made) + "</tr>"
