"""An answer's outline as a Markdown memo for a file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from safehavens.cli.speech import say, say_day
from safehavens.decide.outline.section import Outline, Section


def write_memo(outline: Outline, written: date) -> str:
    """The answer as a memo that can be put on file. It holds no value of a private fact.

    Parameters
    ----------
    outline : Outline
    written : datetime.date
        The day of the memo.
    """
    beside = f" ({outline.beside})" if outline.beside else ""
    lines = [f"# {outline.title}", "", f"**{outline.words}.**{beside}"]
    for section in outline.sections:
        lines += _write_section(section)
    lines += ["", say("Memo written: %(date)s", date=say_day(written)), ""]
    return "\n".join(lines)


def _write_section(section: Section) -> Iterator[str]:
    if section.heading is not None:
        yield from ("", f"## {section.heading}")
    if section.listed:
        yield ""
    for item in section.items:
        if not section.listed:
            yield from ("", item.text)
            continue
        yield f"- {item.text}"
        for detail in item.details:
            yield f"  - {detail}"
