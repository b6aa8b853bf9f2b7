"""Whatever a law file holds, reading it ends in a form or in sentences that have a line."""

from __future__ import annotations

import json
import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from safehavens.corpus.reading.law_files import LawFile
from safehavens.corpus.reading.tables.csv_lines import CsvError, read_csv
from safehavens.corpus.reading.validate import CheckedFile, validate
from tests.faults.hostile_law import FILE, asked, head, norm

_EXAMPLES = 100 * int(os.environ.get("SAFEHAVENS_EXAMPLES", "1"))
_NAMES = (
    FILE,
    "vocabulary.yaml",
    "synonyms.yaml",
    "probes.yaml",
    "us/facts.yaml",
    "events/a.yaml",
    "registers/r.yaml",
    "registers/r.csv",
    "coverage/c.csv",
    "governments/agencies.csv",
)
_GOOD = (
    head("norms:\n" + norm()),
    asked("f0 AND NOT f1"),
    "- date: 2024-05-01\n  place: ocd-division/country:us\n  kind: law\n  what: w\n",
    "place,domain,searched\nocd-division/country:us,x,2024-05-01\n",
)
_PIECES = st.sampled_from(
    ["&a ", "*a", "<<: ", "? ", ": ", "- ", "[", "]", "{", "}", "|\n ", ">\n ", "!!str ", "!x ",
     "%YAML 1.1", "---\n", "...\n", "'", '"', '"\\u202e"', "\\e", "\ud7ff", "\ufeff", "\u2028",
     "\x85", "\t", "\r", "\n", "  ", "#", ",", "~", "null", "0x1f", "1e400", "-.5", "9" * 60,
     "2008-02-11", "norms", "facts", "when", "id"]
)  # fmt: skip
_LINE_ENDS = (b"\n", b"\r", b"\xc2\x85", b"\xe2\x80\xa8", b"\xe2\x80\xa9")
"""What YAML takes for the end of a line."""
_SCALARS = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20))
_VALUES = st.recursive(
    _SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=20,
)


@st.composite
def _edited(draw: st.DrawFn) -> str:
    """An honest file with something put in, taken out or written twice."""
    text = draw(st.sampled_from(_GOOD))
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(text)))
        to = min(len(text), at + draw(st.integers(0, 12)))
        put = draw(st.one_of(_PIECES, st.text(max_size=6), st.just(text[at:to] * 2)))
        text = text[:at] + put + text[to:]
    return text


@st.composite
def _field_changed(draw: st.DrawFn) -> str:
    """An honest file in which one field holds any value at all."""
    lines = draw(st.sampled_from(_GOOD)).splitlines()
    at = draw(st.integers(0, len(lines) - 1))
    key, colon, _ = lines[at].partition(":")
    lines[at] = f"{key}{colon} {json.dumps(draw(_VALUES))}"
    return "\n".join(lines)


_TEXTS = st.one_of(
    _edited(), _field_changed(), st.lists(_PIECES, max_size=30).map("".join), st.text()
)


def _read(name: str, content: bytes) -> None:
    outcome = validate(LawFile(name, content))
    if isinstance(outcome, CheckedFile):
        return
    assert outcome
    for finding in outcome:
        assert finding.file == name
        assert 1 <= finding.line <= sum(map(content.count, _LINE_ENDS)) + 2
        assert len(finding.message) < 2_000
        assert "Traceback" not in finding.message


@given(st.sampled_from(_NAMES), _TEXTS)
@settings(max_examples=_EXAMPLES, deadline=5_000, suppress_health_check=list(HealthCheck))
def test_any_text_is_read_or_refused(name: str, text: str) -> None:
    _read(name, text.encode("utf-8", "surrogatepass"))


@given(st.sampled_from(_NAMES), st.binary(max_size=200))
@settings(max_examples=_EXAMPLES // 4, deadline=5_000)
def test_any_bytes_are_read_or_refused(name: str, content: bytes) -> None:
    _read(name, content)


@pytest.mark.long
@given(st.sampled_from(_NAMES), _TEXTS)
@settings(max_examples=100_000, deadline=5_000, suppress_health_check=list(HealthCheck))
def test_a_hundred_thousand_texts(name: str, text: str) -> None:
    _read(name, text.encode("utf-8", "surrogatepass"))


def test_only_line_ends_end_the_rows_of_a_table() -> None:
    """A line separator within a cell tears no row in two."""
    text = "place,domain\nocd-division/country:us,a\u2028b\n"
    assert read_csv(text, ["place", "domain"], []).data == [
        {"place": "ocd-division/country:us", "domain": "a\u2028b"}
    ]
    with pytest.raises(CsvError) as caught:
        read_csv("place\n\x0ca\n", ["place"], [])
    assert caught.value.line == 2
