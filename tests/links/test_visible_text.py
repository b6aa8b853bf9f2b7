"""A digest is of what a reader reads."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safehavens.links.visible_text import digest_content, read_visible_text

PAGE = (
    "<!doctype html><html><head><title>t</title><style>p {}</style></head><body>"
    "<nav>Home</nav><!-- seen 7 --><p>§ 7. No <b>officer</b> shall ask.</p>"
    "<footer>1,234 visitors</footer><script>x = 1</script></body></html>"
)


def digest(html: str) -> str:
    found = digest_content("text/html", "utf-8", html.encode())
    assert found is not None
    return found.value


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("x = 1", "x = 2"),
        ("1,234 visitors", "1,235 visitors"),
        ("Home", "Home | News"),
        ("seen 7", "seen 8"),
        ("p {}", "p { color: red }"),
        ("shall ask", "shall\n\t ask"),
        ("<p>", '<p class="law">'),
    ],
)
def test_what_no_reader_reads_does_not_count(old: str, new: str) -> None:
    assert old in PAGE
    assert digest(PAGE.replace(old, new)) == digest(PAGE)


@pytest.mark.parametrize(("old", "new"), [("No ", ""), ("7.", "8."), ("shall", "may")])
def test_a_word_of_the_law_counts(old: str, new: str) -> None:
    assert digest(PAGE.replace(old, new)) != digest(PAGE)


def test_the_main_part_alone_where_there_is_one() -> None:
    text = read_visible_text(b"<body><p>Today is Monday.</p><main><p>The law.</p></main></body>")
    assert text.split() == ["The", "law."]


def test_words_after_what_is_taken_out_stay() -> None:
    assert read_visible_text(b"<p>one<script>x</script> two</p>").split() == ["one", "two"]


def test_encodings() -> None:
    in_utf8 = digest_content("text/html", "utf-8", "<p>§ 7 a\u0301</p>".encode())
    in_latin = digest_content("text/html", "latin-1", "<p>§ 7 \u00e1</p>".encode("latin-1"))
    assert in_utf8 == in_latin
    assert digest_content("text/plain", "no-such-charset", b"a") == digest_content(
        "text/plain", None, b" a\n"
    )


@pytest.mark.parametrize("content", [b"", b"<!-- -->", b"<html><body></body></html>", b" \n"])
def test_no_text(content: bytes) -> None:
    assert digest_content("text/html", None, content) is None


@given(
    st.lists(st.sampled_from([b"<p>", b"<main>", b"</", b"<?xml encoding='x'?>", b"<!--", b"&#0;"])
             | st.binary(max_size=8)),
    st.sampled_from(
        [None, "utf-8", "latin-1", "utf-16", "shift_jis", "base64", "idna", "undefined", "x"]
    ),
    st.sampled_from(["text/html", "text/plain", "application/xml", ""]),
)  # fmt: skip
def test_any_bytes_are_read(parts: list[bytes], charset: str | None, media_type: str) -> None:
    content = b"".join(parts)
    assert digest_content(media_type, charset, content) == digest_content(
        media_type, charset, content
    )


def test_other_files_count_byte_by_byte() -> None:
    one = digest_content("application/pdf", None, b"%PDF 1")
    assert one is not None
    assert one.kind == "bytes"
    assert one != digest_content("application/pdf", None, b"%PDF 2")
    assert digest_content("application/pdf", None, b"") is None
