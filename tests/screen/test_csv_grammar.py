"""One grammar of CSV: any text, however it is cut, gives the records of a plain reader."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from safehavens.screen.files import csv_files, csv_grammar
from safehavens.screen.files.csv_files import CsvSource
from safehavens.screen.files.csv_grammar import find_cut, read_records
from safehavens.screen.files.read_options import ReadOptions
from tests.screen.csv_reference import PlainRecord, read_plainly

HOSTILE = st.text(
    st.sampled_from([*'"",,\n\n\r;a7 \0\t', "\u2028", "\x0b", "\x0c", "\x85", "é", "'", "\\"]),
    max_size=60,
)
LIKELY = st.lists(
    st.sampled_from(
        ["x", ",", "\n", "\r\n", "\r", '"a"', '"a, b"', '"two\nlines"', '"q""q"', '5" pipe', '"',
         '""', "\n\n", ",,", '"x" y', "é", '"\r"', ',"', '",']
    ),
    max_size=40,
).map("".join)  # fmt: skip
TEXTS = HOSTILE | LIKELY


def read_in_cuts(text: str, size: int) -> list[PlainRecord]:
    """What the grammar reads if a text comes so many bytes at a time."""
    data, rest, line, records = text.encode(), b"", 1, []
    ends = [*range(size, len(data), size), len(data)]
    for start, end in zip([0, *ends], ends, strict=False):
        rest += data[start:end]
        at = 0
        for record in read_records(rest, b",", line, final=end == len(data)):
            cells = None if record.problem else [cell.decode() for cell in record.cells]
            raw = rest[record.start : record.end].decode()
            records.append(PlainRecord(record.line, cells, raw))
            at = record.end
            line = record.line + record.lines
        rest = rest[at:]
    return records


@settings(max_examples=1500, deadline=None)
@given(TEXTS, st.integers(1, 70))
@example('a,"b\n', 1)
@example('"\r\n"', 2)
@example('x,"a" \r\n1,"\r', 3)
def test_any_text_in_any_cut_is_what_a_plain_reader_reads(text: str, size: int) -> None:
    assert read_in_cuts(text, size) == read_plainly(text)


@settings(max_examples=1500, deadline=None)
@given(TEXTS)
def test_what_pythons_csv_takes_is_read_as_it_reads_it(text: str) -> None:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        expected = [record for record in reader if record]
    except csv.Error:
        assert any(record.cells is None for record in read_plainly(text))
        return
    assert [record.cells for record in read_plainly(text)] == expected


@settings(max_examples=1500, deadline=None)
@given(TEXTS, st.booleans())
def test_what_is_cut_at_a_glance_is_whole_and_faultless(text: str, final: bool) -> None:
    data = text.encode()
    cut = find_cut(data, b",", final=final)
    records = [*read_records(data, b",", 1, final=final)]
    if cut is None:
        return
    assert not any(record.problem for record in records if record.end <= cut)
    ends = [0, *(record.end for record in records)]
    between = data[max(end for end in ends if end <= cut) : cut]
    assert not between.strip(b"\r\n")  # nothing but blank lines
    if final:
        assert cut == len(data)


def read_file(text: str) -> list[tuple[int, dict[str, str | None], str | None, str | None]]:
    """Each row with its line, its cells, and if it cannot be read, its text and why."""
    options = ReadOptions(delimiter=",", skip=0, encoding="utf-8")
    source = CsvSource(io.BytesIO(text.encode()), "t", None, options)
    rows = []
    size = 0
    for piece in source.pieces():
        part = piece.rows()
        size += piece.size
        for i, item in enumerate(part.objects()):
            why = part.unread.get(i)
            rows.append((part.number(i), item, why and why.text, why and why.problem))
    assert size == source.expected_size
    return rows


def expected_rows(text: str) -> Iterator[tuple[int, dict[str, str | None], str | None]]:
    for record in read_plainly(text)[1:]:
        cells = record.cells
        if cells is not None and not any(cells[2:]):
            del cells[2:]
        if cells is None or len(cells) != 2:
            yield record.line, {"a": None, "b": None}, record.text.rstrip("\r\n")
        else:
            yield record.line, dict(zip("ab", cells, strict=True)), None


@settings(max_examples=600, deadline=None)
@given(TEXTS, st.integers(1, 70), st.integers(3, 70))
@example('x,"\n1,y\n2,"z"\n3,w\n', 5, 7)
@example('\nx,"\n"', 5, 7)
def test_a_file_is_read_alike_in_any_stretches(text: str, stretch: int, longest: int) -> None:
    whole = "a,b\n" + text
    rows = read_file(whole)
    assert [row[:3] for row in rows] == [*expected_rows(whole)]
    assert all((text is None) == (problem is None) for _, _, text, problem in rows)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(csv_files, "STRETCH", stretch)
        patch.setattr(csv_files, "_SAMPLE", 4)
        assert read_file(whole) == rows
        patch.setattr(csv_grammar, "LONGEST", longest)
        few = read_file(whole)
        patch.setattr(csv_files, "STRETCH", 1 << 20)
        assert read_file(whole) == few


SPOILED = """a,b
1,"never
2,x
3,"y, z"
4,5" pipe
5,"6" pipe"
6,"two
lines"
7,"last
"""


def test_an_open_quotation_is_an_error_of_its_line_and_the_rest_is_read() -> None:
    assert [(row[0], row[1]["a"], row[2], row[3]) for row in read_file(SPOILED)] == [
        (2, None, '1,"never', csv_grammar.NOT_DOUBLED.format(line=2)),
        (3, "2", None, None),
        (4, "3", None, None),
        (5, "4", None, None),
        (6, None, '5,"6" pipe"', csv_grammar.NOT_DOUBLED.format(line=6)),
        (7, "6", None, None),
        (9, None, '7,"last', csv_grammar.NEVER_CLOSED.format(line=9)),
    ]
