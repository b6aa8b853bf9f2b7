"""Files as offices export them: delimiters, encodings, titles, packed files, workbooks, folders."""

from __future__ import annotations

import base64
import bz2
import datetime as dt
import gzip
import json
import lzma
import zipfile
import zlib
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from safehavens import Corpus
from safehavens.decide.request import BadRequest
from safehavens.screen.files import containers
from safehavens.screen.files.blocks import RowsLost
from safehavens.screen.files.csv_files import CsvSource
from safehavens.screen.files.encodings import find_encoding
from safehavens.screen.files.export_layout import find_delimiter, find_header
from safehavens.screen.files.read_options import ReadOptions, read_delimiter, read_encoding
from safehavens.screen.files.sink import Sink
from safehavens.screen.files.source import open_source
from safehavens.screen.files.stream import Tally, screen_file
from safehavens.screen.requests import Options, Requests
from tests.screen.workbooks import OLD_WORKBOOK, write_workbook

PLAIN = "id,place,date,warrant\n1,NYC,2024-05-01,none\n2,SF,2024-05-02,judicial\n"
ROWS = [
    {"id": "1", "place": "NYC", "date": "2024-05-01", "warrant": "none"},
    {"id": "2", "place": "SF", "date": "2024-05-02", "warrant": "judicial"},
]


def read(path: Path, **options: Any) -> tuple[list[dict[str, Any]], list[int], str]:
    """The rows of a file, their numbers, and how it was read."""
    source = open_source(str(path), ReadOptions(**options))
    parts = [piece.rows() for piece in source.pieces()]
    rows = [row for part in parts for row in part.objects()]
    return (
        rows,
        [part.number(i) for part in parts for i in range(part.count)],
        source.reading.text(),
    )


LAYOUTS: dict[str, tuple[str, bytes, list[int], str]] = {
    "plain": ("t.csv", PLAIN.encode(), [2, 3], ""),
    "semicolons": ("t.csv", PLAIN.replace(",", ";").encode(), [2, 3], "semicolon-separated"),
    "pipes": ("t.txt", PLAIN.replace(",", "|").encode(), [2, 3], "pipe-separated"),
    "tabs": ("t.csv", PLAIN.replace(",", "\t").encode(), [2, 3], "tab-separated"),
    "tabs by name": ("t.TSV", PLAIN.replace(",", "\t").encode(), [2, 3], ""),
    "mark": ("t.csv", b"\xef\xbb\xbf" + PLAIN.encode(), [2, 3], ""),
    "CR LF": ("t.csv", PLAIN.replace("\n", "\r\n").encode(), [2, 3], ""),
    "CR": ("t.csv", PLAIN.replace("\n", "\r").encode(), [2, 3], ""),
    "all line ends": ("t.csv", PLAIN.replace("\n", "\r\n", 1).replace("none\n", "none\r").encode(),
                      [2, 3], ""),
    "blank lines": ("t.csv", ("\n\n" + PLAIN.replace("\n", "\n\n")).encode(), [5, 7], ""),
    "UTF-16": ("t.csv", PLAIN.encode("utf-16"), [2, 3], "UTF-16"),
    "UTF-16 LE": ("t.csv", PLAIN.encode("utf-16-le"), [2, 3], "UTF-16"),
    "UTF-16 BE": ("t.csv", PLAIN.encode("utf-16-be"), [2, 3], "UTF-16"),
    "UTF-16, tabs": ("t.txt", PLAIN.replace(",", "\t").encode("utf-16"), [2, 3],
                     "tab-separated, UTF-16"),
    "UTF-32": ("t.csv", PLAIN.encode("utf-32"), [2, 3], "UTF-32"),
    "titles": ("t.csv", b'"FOIA 2024",,,\n,,,\nRun by, the office,,\n' + PLAIN.encode(), [5, 6],
               "header in line 4"),
    "many titles": ("t.csv", b"U.S. Immigration\nDetainers\nFY 2024\n\nNote\nNote\n"
                    + PLAIN.encode(), [8, 9], "header in line 7"),
    "titles, Windows": ("t.csv", "Año 2024;;;\n".encode("cp1252")
                        + PLAIN.replace(",", ";").encode(), [3, 4],
                        "semicolon-separated, Windows-1252, header in line 2"),
    "no line end": ("t.csv", PLAIN.rstrip().encode(), [2, 3], ""),
    "a cell too many, blank": ("t.csv", PLAIN.replace("none", "none,").encode(), [2, 3], ""),
    "gz": ("t.csv.gz", gzip.compress(PLAIN.encode()), [2, 3], ""),
    "bz2": ("t.csv.bz2", bz2.compress(PLAIN.encode()), [2, 3], ""),
    "xz": ("t.csv.xz", lzma.compress(PLAIN.encode()), [2, 3], ""),
    "zst": ("t.csv.zst", pa.Codec("zstd").compress(PLAIN.encode(), asbytes=True), [2, 3], ""),
    "tsv in gz": ("t.tsv.gz", gzip.compress(PLAIN.replace(",", "\t").encode()), [2, 3], ""),
    "UTF-16 in gz": ("t.csv.gz", gzip.compress(PLAIN.encode("utf-16")), [2, 3], "UTF-16"),
}  # fmt: skip


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_file_is_read_as_it_is(name: str, tmp_path: Path) -> None:
    file, content, numbers, how = LAYOUTS[name]
    (tmp_path / file).write_bytes(content)
    assert read(tmp_path / file) == (ROWS, numbers, how)


def test_cells_stay_exact(tmp_path: Path) -> None:
    cells = [
        " x ",
        "007",
        "1,5",
        "a\rb",
        "two\nlines",
        'in"ch',
        "\u2028\x0b\x0c\x85",
        "nu\0l",
        "NA",
    ]
    for encoding in ("utf-8", "utf-16", "utf-16-be"):
        quoted = ['"' + cell.replace('"', '""') + '"' for cell in cells]
        text = "n,cell\n" + "".join(f"{i},{cell}\n" for i, cell in enumerate(quoted))
        (tmp_path / "t.csv").write_bytes(text.encode(encoding))
        rows, numbers, _ = read(tmp_path / "t.csv")
        assert [row["cell"] for row in rows] == cells
        assert numbers == [2, 3, 4, 5, 7, 9, 10, 11, 12]


ENCODINGS: dict[str, tuple[str, str]] = {
    "cp1252": ("place,note\nDoña Ana,café\nCook,a “quoted” – word’s …€\n", "cp1252"),
    "latin-1": ("name\nJosé Peña\nMaría Núñez de Española\n", "cp1252"),
    "dashes": ("place\nDallas–Fort Worth\nMinneapolis—Saint Paul\n2010–2012\n", "cp1252"),
    "mac-roman": ("place,note\nDoña Ana County,x\nSan José,y\n", "mac-roman"),
    "cp437": ("place,note\nDoña Ana County,x\nCook,café détenu\n", "cp850"),
    "utf-8": ("place\nDoña Ana\n", "utf-8"),
    "ascii": ("place\nCook\n", "utf-8"),
}


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_encodings_are_found(encoding: str) -> None:
    text, found = ENCODINGS[encoding]
    written = "cp1252" if encoding == "dashes" else encoding
    assert find_encoding(text.encode(written), final=True) == found


def test_damage_in_utf_8_is_not_another_encoding(tmp_path: Path) -> None:
    """A bad row keeps the cells that can be read; the rest of the file stays as it is."""
    (tmp_path / "t.csv").write_bytes("id,note\n1,é\n".encode() + b"2,caf\xe9\n3,x\n")
    source = open_source(str(tmp_path / "t.csv"))
    (part,) = [piece.rows() for piece in source.pieces()]
    assert part.objects() == [
        {"id": "1", "note": "é"}, {"id": "2", "note": None}, {"id": "3", "note": "x"},
    ]  # fmt: skip
    assert part.unread[1].text == "2,caf\\xe9"
    assert part.unread[1].problem == "The line is not UTF-8 text."


def test_an_odd_byte_in_utf_16_is_an_error_of_its_line(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes(PLAIN.encode("utf-16") + b"x")
    source = open_source(str(tmp_path / "t.csv"))
    rows = [piece.rows() for piece in source.pieces()]
    problems = [why.problem for part in rows for why in part.unread.values()]
    assert problems == ["The line has 1 cell where the header has 4."]


def test_letters_far_into_a_file_are_found(tmp_path: Path) -> None:
    lines = b"1,Cook\n" * 300_000
    (tmp_path / "t.csv").write_bytes(b"id,place\n" + lines + b"2,Do\xf1a Ana\n")
    rows, _, how = read(tmp_path / "t.csv")
    assert rows[-1] == {"id": "2", "place": "Doña Ana"}
    assert how == "Windows-1252"


def test_options_win_over_what_is_found(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes("x\ny\na;b,c\nñ;1,2\n".encode("cp850"))
    assert read(path, delimiter=";", encoding="cp850", skip=2) == (
        [{"a": "ñ", "b,c": "1,2"}], [4],
        "semicolon-separated, DOS (code page 850), header in line 3",
    )  # fmt: skip
    with pytest.raises(BadRequest, match="fewer than 9 lines, so --skip 9 skips all"):
        read(path, skip=9)
    assert read_delimiter("Tab") == read_delimiter("\\t") == "\t"
    assert (read_delimiter("~"), read_encoding("Latin-1")) == ("~", "iso8859-1")
    for word in ("", "ab", "x", '"', "\n", "é"):
        with pytest.raises(BadRequest, match="is not a delimiter"):
            read_delimiter(word)
    for word in ("cp9999", "rot13", "a\0b", ""):
        with pytest.raises(BadRequest, match="encoding"):
            read_encoding(word)


DELIMITERS = {
    "a,b\n1;2,3\n": ",",
    "name;note\nx;a, b\ny;c\n": ";",
    "place|date\nCook, IL|1\nSF|2\n": "|",
    "one\ntwo\n": ",",
    'a;b\n"x,y";1,5\n"z";2,5\n': ";",
    "a,b\n1,x;y\n2,z;w\n": ",",
    "a\tb\n1\tx, y\n": "\t",
}


@pytest.mark.parametrize("text", DELIMITERS)
def test_delimiters_are_found(text: str) -> None:
    assert find_delimiter(text.encode(), final=True) == DELIMITERS[text]


HEADERS: list[tuple[int, list[list[Any]]]] = [
    (0, [["a", "b"], ["1", "2"]]),
    (0, [["a"], ["1"]]),
    (0, [["a", "2019", "2020"], ["x", "y", "z"]]),
    (0, [["place", "note"], ["NYC", ""], ["SF", ""]]),
    (0, [["place", "date", "", ""], ["NYC", "2024-05-01", "", ""]]),
    (0, [["NYC", "jail", "2024-05-01"], ["SF", "jail", "2024-05-01"]]),
    (1, [["Title", "", ""], ["a", "b", "c"], ["1", "2", "3"]]),
    (2, [["Report", "", "", "", ""], ["from", "2024-01-01", "", "", ""],
         ["a", "b", "c", "d", "e"], ["1", "2", "3", "4", "5"]]),
    (6, [*[["t"]] * 6, ["a", "b", "c"], ["1", "2", "3"]]),
]  # fmt: skip


@pytest.mark.parametrize(("index", "rows"), HEADERS)
def test_the_header_is_the_first_row_that_names_the_columns(
    index: int, rows: list[list[Any]]
) -> None:
    assert find_header(rows) == index


def test_columns_without_a_name_get_one_and_may_be_missing(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("place,,column_2,\nNYC,x,y,\nSF,x,y\nLA,x\nDC,x,y,,,\n")
    source = open_source(str(tmp_path / "t.csv"))
    assert source.schema.names == ["place", "column_2_", "column_2", "column_4"]
    (part,) = [piece.rows() for piece in source.pieces()]
    assert [row["place"] for row in part.objects()] == ["NYC", "SF", None, "DC"]
    assert part.unread[2].problem == "The line has 2 cells where the header has 4."


REFUSED: dict[str, tuple[str, bytes, str]] = {
    "twice": ("t.csv", b"a,b,a\n", r"t\.csv has the column 'a' twice \(columns 1 and 3\)"),
    "a zip by another name": ("t.csv", b"PK\x03\x04abc", "is not text, but a zip archive or"),
    "gz by another name": ("t.csv", gzip.compress(b"a"), "is not text, but packed by gzip"),
    "cut gz": ("t.csv.gz", gzip.compress(b"a,b\n" * 999)[:-9], "damaged and cannot be unpacked"),
    "not gz": ("t.csv.gz", b"a,b\n", "damaged and cannot be unpacked"),
    "not zst": ("t.csv.zst", b"a,b\n1,2\n", "damaged and cannot be unpacked"),
    "not a zip": ("t.csv.zip", b"a,b\n", "damaged or locked"),
    "open header": ("t.csv", b'a,"b\n1,2\n', "quotation that begins in line 1"),
    "wide open header": ("t.csv", b'a,"' + b"x" * 3_000_000, "quotation that begins in line 1"),
    "wide name twice": ("t.csv", b"x" * 2_000_000 + b"," + b"x" * 2_000_000, "xxx… ?'? twice"),
    "spoiled header": ("t.csv", "é".encode() + b",\xe9\n1,2\n", "the header is not UTF-8 text"),
    "blank": ("t.csv", b"\r\n\n\r", "is empty"),
    "text in a workbook's name": ("t.xlsx", b"a|b\n", "if it is text, say so: --from csv"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_one_short_sentence(name: str, tmp_path: Path) -> None:
    file, content, sentence = REFUSED[name]
    (tmp_path / file).write_bytes(content)
    with pytest.raises(BadRequest, match=sentence) as refused:
        read(tmp_path / file)
    assert len(str(refused.value)) < 300 + len(str(tmp_path))
    assert "\n" not in str(refused.value)


def test_a_zip_archive_holds_one_table(tmp_path: Path) -> None:
    path = tmp_path / "t.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("folder/", "")
        archive.writestr("__MACOSX/._a.tsv", "x")
        archive.writestr("folder/a.tsv", PLAIN.replace(",", "\t"))
    assert read(path)[0] == ROWS
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("b.csv", PLAIN)
    with pytest.raises(BadRequest, match=r"holds 2 files \(folder/a\.tsv, b\.csv\); unpack it"):
        read(path)


@pytest.mark.parametrize("ending", ["gz", "zip", "zst"])
def test_a_bomb_is_refused(tmp_path: Path, ending: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(containers, "ALWAYS_UNPACKED", 1 << 20)
    content = b"a,b\n" + b"1,2\n" * 4_000_000
    path = tmp_path / f"t.csv.{ending}"
    if ending == "zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
            archive.writestr("t.csv", content)
    elif ending == "gz":
        path.write_bytes(gzip.compress(content))
    else:
        path.write_bytes(pa.Codec("zstd").compress(content, asbytes=True))
    with pytest.raises(BadRequest, match="unpacks to far more than its size"):
        read(path)


# ---- workbooks ----------------------------------------------------------------------------------


def test_a_workbook_gives_dates_numbers_and_text(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    day = dt.date(2024, 5, 1)
    write_workbook(
        path,
        {
            "Notes": [["Read me first"]],
            "Detainers": [
                ["Report of May"],
                [],
                ["place", "date", "fips", "years", "note", None, "felony"],
                ["NYC", day, 17031, 1.5, 7, None, True],
                [],
                ["SF", day, 6075, 2, "x", None, False],
            ],
        },
    )
    rows, numbers, how = read(path)
    assert how == "sheet Detainers, header in row 3"
    assert numbers == [4, 6]
    assert rows == [
        {"place": "NYC", "date": day, "fips": 17031, "years": 1.5, "note": "7", "column_6": None,
         "felony": True},
        {"place": "SF", "date": day, "fips": 6075, "years": 2.0, "note": "x", "column_6": None,
         "felony": False},
    ]  # fmt: skip
    assert read(path, sheet="Detainers", skip=3)[0] == [
        {"NYC": "SF", "2024-05-01": day, "17031": 6075, "1.5": 2, "7": "x", "column_6": None,
         "true": False}
    ]  # fmt: skip
    with pytest.raises(BadRequest, match=r"sheet .Detainer."):
        read(path, sheet="Detainer")


def test_a_cell_far_from_the_table_is_refused(tmp_path: Path) -> None:
    """Read as a whole, the sheet would take hundreds of gigabytes."""
    path = tmp_path / "t.xlsx"
    write_workbook(path, {"A": [["place"]]})
    with zipfile.ZipFile(path) as package:
        members = {name: package.read(name) for name in package.namelist()}
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    sheet = "xl/worksheets/sheet1.xml"
    members[sheet] = members[sheet].replace(b"</sheetData>", far)
    with zipfile.ZipFile(path, "w") as package:
        for name, content in members.items():
            package.writestr(name, content)
    with pytest.raises(BadRequest, match="reaches to row 1,048,576 and beyond column ZZ"):
        read(path)


def test_an_old_workbook_is_read(tmp_path: Path) -> None:
    (tmp_path / "t.xls").write_bytes(zlib.decompress(base64.b85decode(OLD_WORKBOOK)))
    assert read(tmp_path / "t.xls")[0] == [
        {"place": "NYC", "date": dt.date(2024, 5, 1), "warrant": "none"}
    ]


# ---- Parquet and folders ------------------------------------------------------------------------


def table(**columns: list[Any]) -> pa.Table:
    return pa.table(columns)


def test_a_folder_is_read_with_its_partitions_and_the_files_beside_them(tmp_path: Path) -> None:
    for name in ("year=2024/kind=a%20b", "year=2025"):
        (tmp_path / name).mkdir(parents=True)
    pq.write_table(table(place=["A"], n=[1]), tmp_path / "year=2024/kind=a%20b/x.parquet")
    pq.write_table(table(n=pa.array([2], pa.int32()), place=["B"]), tmp_path / "year=2025/x.pq")
    pq.write_table(table(place=["C"], n=[3]), tmp_path / "late.parquet")
    (tmp_path / "_SUCCESS").write_text("")
    (tmp_path / "README.md").write_text("x")
    rows, _, how = read(tmp_path)
    assert rows == [
        {"place": "C", "n": 3, "year": None, "kind": None},
        {"place": "A", "n": 1, "year": "2024", "kind": "a b"},
        {"place": "B", "n": 2, "year": "2025", "kind": None},
    ]
    assert how == "3 files, columns from the names of folders: year, kind, not read: README.md"


def test_files_of_a_folder_must_fit(tmp_path: Path) -> None:
    pq.write_table(table(place=["A"], n=[1]), tmp_path / "a.parquet")
    pq.write_table(table(place=["A"], m=[1]), tmp_path / "b.parquet")
    with pytest.raises(BadRequest, match="it lacks n; it also has m"):
        read(tmp_path)
    pq.write_table(table(place=["A"], n=["x"]), tmp_path / "b.parquet")
    with pytest.raises(BadRequest, match="the column 'n' is string, and int64 in"):
        read(tmp_path)
    (tmp_path / "b.parquet").unlink()
    (tmp_path / "b.csv").write_text(PLAIN)
    with pytest.raises(BadRequest, match=r"holds Parquet files and b\.csv, which would not be"):
        read(tmp_path)
    (tmp_path / "a.parquet").unlink()
    with pytest.raises(BadRequest, match=r"holds no Parquet file, but b\.csv; name that file"):
        read(tmp_path)


def test_a_damaged_page_is_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    pq.write_table(table(place=["NYC"] * 1000), path)
    content = path.read_bytes()
    path.write_bytes(content[:30] + bytes(20) + content[50:])
    with pytest.raises(BadRequest, match=r"t\.parquet (is damaged|is not a Parquet)"):
        read(path)


# ---- JSON Lines ---------------------------------------------------------------------------------

LINES: dict[str, tuple[str, str | None]] = {
    "plain": ('{"x": 1}', None),
    "large": ('{"x": 123456789012345678901}', None),
    "pair": ('{"x": "\\ud83d\\ude00"}', None),
    "half a pair": ('{"x": "\\ud800"}', "half of a character (\\ud800)"),
    "half a pair in a name": ('{"\\udc00": 1}', "half of a character (\\udc00)"),
    "NaN": ('{"x": NaN}', "NaN is not a value of JSON."),
    "infinity": ('{"x": -Infinity}', "-Infinity is not a value of JSON."),
    "too large": ('{"x": 1e999}', "a number that is too large"),
    "too many digits": ('{"x": ' + "9" * 5000 + "}", "a number of too many digits"),
    "a name twice": ('{"x": 1, "x": 2}', "gives 'x' twice"),
    "a name twice within": ('{"x": {"y": 1, "y": 2}}', "gives 'y' twice"),
    "too deep": ('{"x": ' + "[" * 100_000 + "]" * 100_000 + "}", "nested too deeply"),
}


def test_a_bad_value_in_json_is_a_bad_row_and_the_others_go_on(tmp_path: Path) -> None:
    path = tmp_path / "t.jsonl"
    path.write_text("\n".join(line for line, _ in LINES.values()) + '\n{"y": 2}')
    (part, last) = [piece.rows() for piece in open_source(str(path)).pieces()]
    for row, (line, problem) in enumerate(LINES.values()):
        if problem is None:
            assert part.objects()[row] == json.loads(line)
        else:
            assert problem in part.unread[row].problem
            assert part.unread[row].text == line
    assert last.objects() == [{"y": 2}]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_json_lines_in_any_encoding_and_with_any_line_end(
    tmp_path: Path, encoding: str, end: str
) -> None:
    path = tmp_path / "t.jsonl"
    path.write_bytes(f'{{"x": "é\u2028"}}{end}{end}{{"x": 2}}{end}'.encode(encoding))
    rows, numbers, _ = read(path)
    assert (rows, numbers) == ([{"x": "é\u2028"}, {"x": 2}], [1, 3])


# ---- from file to file --------------------------------------------------------------------------


def screened(corpus: Corpus, path: Path, out: Path, **options: Any) -> Tally:
    requests = Requests(corpus.engine, Options(who="jail", action="hold", on=dt.date(2024, 5, 1)))
    sink = Sink(str(out), out.suffix[1:])
    return screen_file(open_source(str(path), ReadOptions(**options)), sink, requests)


@pytest.mark.parametrize("lost", ["a row written", "a stretch read"])
def test_rows_that_are_lost_are_told_and_nothing_is_written(
    corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lost: str
) -> None:
    (tmp_path / "t.csv").write_text("place\n" + "NYC\n" * 10)
    if lost == "a row written":
        encode = Sink.encode
        monkeypatch.setattr(Sink, "encode", lambda s, b: (*encode(s, b)[:2], 9))
    else:
        monkeypatch.setattr(CsvSource, "pieces", lambda source: iter(()))
        begin = CsvSource.__init__

        def begin_and_expect(source: CsvSource, *words: Any) -> None:
            begin(source, *words)
            source.expected_size = 40

        monkeypatch.setattr(CsvSource, "__init__", begin_and_expect)
    with pytest.raises(RowsLost, match=r"10 rows were read, and 9 written|40 bytes, and 0 were"):
        screened(corpus, tmp_path / "t.csv", tmp_path / "o.csv")
    assert [path.name for path in tmp_path.iterdir()] == ["t.csv"]


def test_a_list_is_not_a_place(corpus: Corpus, tmp_path: Path) -> None:
    (tmp_path / "t.jsonl").write_text('{"place": ["NYC"]}\n{"place": "NYC"}\n')
    tally = screened(corpus, tmp_path / "t.jsonl", tmp_path / "o.jsonl")
    assert tally.problems.first == [
        (1, "'place' holds a list or an object, which place cannot be.")
    ]
    first = json.loads((tmp_path / "o.jsonl").read_text().splitlines()[0])
    assert (first["place"], first["verdict"]) == (["NYC"], None)


def test_days_beyond_the_calendar_come_out_as_they_are(corpus: Corpus, tmp_path: Path) -> None:
    days = pa.array([2**31 - 1, -(2**31) + 1, 19844, None], pa.int32()).cast(pa.date32())
    times = pa.array([2**63 - 1, -(2**63) + 1, 0, None], pa.int64()).cast(pa.timestamp("us"))
    pq.write_table(pa.table({"place": ["NYC"] * 4, "d": days, "t": times}), tmp_path / "t.parquet")
    for kind in ("csv", "jsonl", "parquet"):
        assert screened(corpus, tmp_path / "t.parquet", tmp_path / f"o.{kind}").rows == 4
    lines = (tmp_path / "o.csv").read_text().splitlines()[1:]
    assert [line.split(",")[1:3] for line in lines] == [
        ["infinity", "infinity"], ["-infinity", "-infinity"],
        ["2024-05-01", "1970-01-01 00:00:00.000000"], ["", ""],
    ]  # fmt: skip
    objects = [json.loads(line) for line in (tmp_path / "o.jsonl").read_text().splitlines()]
    assert [row["d"] for row in objects[:2]] == ["infinity", "-infinity"]
    assert pq.read_table(tmp_path / "o.parquet")["d"].cast(pa.int32()).to_pylist()[0] == 2**31 - 1


@pytest.mark.parametrize("cell", ["a;b", "x|y", "p\tq", "\x1b]0;pwn\x07"])
def test_a_sign_in_one_cell_is_not_a_delimiter(cell: str) -> None:
    assert find_delimiter(f"place\n{cell}\n".encode(), final=True) == ","
    assert find_delimiter(f"place\nNYC\n{cell}\n".encode(), final=True) == ","
    assert find_delimiter(b"place;who\nNYC;jail\n", final=True) == ";"
