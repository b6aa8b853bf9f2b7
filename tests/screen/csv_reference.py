"""A plain reader of CSV: the grammar of docs/screen.md, one character after another."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class PlainRecord:
    """A record: its line, its cells (None where a quotation spoils it), and its text."""

    line: int
    cells: list[str] | None
    text: str


def split_lines(text: str) -> list[str]:
    """The lines, each with its end: LF, CR LF or CR."""
    lines, line, at = [], "", 0
    while at < len(text):
        sign = text[at]
        if sign == "\r" and text[at + 1 : at + 2] == "\n":
            sign = "\r\n"
        line += sign
        at += len(sign)
        if sign in ("\n", "\r", "\r\n"):
            lines.append(line)
            line = ""
    return [*lines, line] if line else lines


def read_plainly(text: str, delimiter: str = ",") -> list[PlainRecord]:
    """Every record of a text."""
    lines = split_lines(text)
    records = []
    at = 0
    while at < len(lines):
        if not lines[at].strip("\r\n"):
            at += 1
            continue
        cells, count, spoiled_in = _read_record(lines[at:], delimiter)
        if spoiled_in is not None:
            cells, count = None, spoiled_in + 1
        records.append(PlainRecord(at + 1, cells, "".join(lines[at : at + count])))
        at += count
    return records


def _read_record(lines: list[str], delimiter: str) -> tuple[list[str] | None, int, int | None]:
    """The cells, how many lines they take, and in which of them a quotation is spoiled."""
    cells: list[str] = []
    cell, state, opened = "", "start", 0
    for number, line in enumerate(lines):
        body = line.rstrip("\r\n")
        for sign in body:
            if state == "start" and sign == '"':
                state, opened = "quoted", number
            elif state == "quoted":
                if sign == '"':
                    state = "mark"
                else:
                    cell += sign
            elif state == "mark":
                if sign == '"':
                    cell += '"'
                    state = "quoted"
                elif sign == delimiter:
                    cells.append(cell)
                    cell, state = "", "start"
                else:
                    return None, 0, opened
            elif sign == delimiter:
                cells.append(cell)
                cell, state = "", "start"
            else:
                cell += sign
                state = "plain"
        if state != "quoted":
            return [*cells, cell], number + 1, None
        cell += line[len(body) :]
    return None, 0, opened
