"""The documentation, run: its examples, and the norms, cases, files and tests that it names."""

from __future__ import annotations

import doctest
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from safehavens import Corpus

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
OURS = [ROOT / "docs" / name for name in ("semantics.md", "coding-law.md", "python.md")]
_OPTIONS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


@dataclass(frozen=True)
class Section:
    """The examples under one heading of a page."""

    page: Path
    heading: str
    blocks: tuple[tuple[int, str], ...]

    @property
    def name(self) -> str:
        slug = re.sub(r"[^\w]+", "-", self.heading.lower()).strip("-")
        return f"{self.page.name}#{slug}"


def sections(page: Path) -> Iterator[Section]:
    """The sections of a page that have examples: ```python blocks with `>>>`."""
    heading, blocks = "top", []
    fence: tuple[str, int, list[str]] | None = None
    for number, line in enumerate(page.read_text("utf-8").splitlines()):
        if fence is not None:
            language, start, lines = fence
            if line.strip() == "```":
                code = "\n".join(lines) + "\n"
                if language == "python" and ">>>" in code:
                    blocks.append((start, code))
                fence = None
            else:
                lines.append(line)
        elif line.startswith("```"):
            fence = (line[3:].strip(), number + 1, [])
        elif line.startswith("#"):
            if blocks:
                yield Section(page, heading, tuple(blocks))
            heading, blocks = line.lstrip("# "), []
    if blocks:
        yield Section(page, heading, tuple(blocks))


SECTIONS = [section for page in PAGES for section in sections(page)]


_LOAD = Corpus.load


@cache
def shipped() -> Corpus:
    return _LOAD()


def _load(path: Any = None, *, over: bool = False) -> Corpus:
    """`Corpus.load`, but the shipped corpus is read once for all pages."""
    return shipped() if path is None and not over else _LOAD(path, over=over)


class _Pages:
    """A namespace for each page; what stands earlier on a page has run before what follows."""

    def __init__(self) -> None:
        self._names: dict[Path, dict[str, Any]] = {}
        self._ran: set[Section] = set()

    def run(self, section: Section) -> str:
        """Run a section; what failed, as text."""
        for earlier in sections(section.page):
            if earlier == section:
                break
            if earlier not in self._ran:
                self._run(earlier)
        return self._run(section)

    def _run(self, section: Section) -> str:
        names = self._names.setdefault(section.page, {"__name__": "__main__"})
        runner = doctest.DocTestRunner(verbose=False, optionflags=_OPTIONS)
        failures: list[str] = []
        for line, code in section.blocks:
            where = str(section.page.relative_to(ROOT))
            test = doctest.DocTestParser().get_doctest(code, {}, section.name, where, line)
            test.globs = names
            runner.run(test, out=failures.append, clear_globs=False)
        self._ran.add(section)
        return "".join(failures)


@pytest.fixture(scope="module")
def pages() -> _Pages:
    return _Pages()


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.name)
def test_examples(section: Section, pages: _Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(Corpus, "load", _load)
    failures = pages.run(section)
    assert not failures, failures


# ---- what the pages name ------------------------------------------------------------------------


@cache
def with_examples() -> Corpus:
    return Corpus.load(ROOT / "docs" / "examples", over=True)


@pytest.mark.parametrize("page", OURS, ids=lambda page: page.name)
def test_norms_named_exist(page: Path) -> None:
    named = set(re.findall(r"\b[a-z]{2}(?:/[a-z0-9_-]+)+#[a-z0-9-]+", page.read_text("utf-8")))
    named -= {"us/md/cp-5-104#tranfer", "us/federal/8-usc-1373#share"}  # wrong on purpose
    assert sorted(named - with_examples().lawbook.norms.keys()) == []


@pytest.mark.parametrize("page", OURS, ids=lambda page: page.name)
def test_cases_named_exist(page: Path) -> None:
    text = re.sub(r"\s+", " ", page.read_text("utf-8"))
    named = re.findall(r"“([^”]+)” in `([\w/-]+\.yaml)`", text)
    known = {(case.name, case.file) for case in with_examples().lawbook.cases}
    assert [pair for pair in named if pair not in known] == []


@pytest.mark.parametrize("page", OURS, ids=lambda page: page.name)
def test_code_and_tests_named_exist(page: Path) -> None:
    text = page.read_text("utf-8")
    missing = [
        name
        for name in re.findall(r"`((?:corpus|logic|decide)/[\w/]+\.(?:py|csv)|api\.py)`", text)
        if not (ROOT / "src" / "safehavens" / name).is_file()
    ]
    for file, test in re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?", text):
        path = ROOT / file
        if not path.is_file() or (test and f"def {test}(" not in path.read_text("utf-8")):
            missing.append(f"{file}::{test}")
    assert missing == []


def test_examples_cover_the_rules() -> None:
    """Every numbered rule of docs/semantics.md has an example, its code and its test."""
    text = (ROOT / "docs" / "semantics.md").read_text("utf-8")
    for part in re.split(r"\n(?=##+ \d)", text)[1:]:
        heading = part.splitlines()[0]
        if re.search(r"\n### \d", part) or "In code" not in part:
            assert re.match(r"## \d+ Standing", heading), heading
            continue
        assert ">>>" in part, heading
        assert "In law" in part, heading
        assert "Tests" in part, heading
