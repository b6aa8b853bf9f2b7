"""The SELECT: each row of a table of requests, with its verdict."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Final

from sqlglot import exp

from safehavens.corpus.model import Verdict
from safehavens.decide.engine import Engine
from safehavens.decide.norms.unsure import Doubt
from safehavens.decide.request import check_facts, check_words, find_answered_days
from safehavens.logic.classes import Classes
from safehavens.logic.implicants import Cube
from safehavens.logic.sql import all_sql, any_sql, cubes_sql, expression_sql, invalid_sql
from safehavens.warehouse import comments
from safehavens.warehouse.adapt import adapt_select
from safehavens.warehouse.comments import Citations
from safehavens.warehouse.dialects import DIALECTS, NUMBERS_FOR_BOOLEANS, read_dialect
from safehavens.warehouse.readable import read_by_norms
from safehavens.warehouse.select_request import SelectRequest, check_window
from safehavens.warehouse.settled_stretch import SettledWay
from safehavens.warehouse.special_facts import describe_special_facts
from safehavens.warehouse.sql_text import read_column, read_table, wrap_comment, write_select
from safehavens.warehouse.window_law import AnswerSpell, WindowLaw, find_window_law

_ORDER: Final[tuple[Verdict, ...]] = ("prohibited", "required", "conflict", "permitted")

_DOUBTS: Final[Mapping[Doubt, str]] = {"day": "uncertain_in_time", "bound": "may_not_bind"}
"""The columns that say whether what is not known of the law itself would change the verdict."""


def select_text(
    engine: Engine,
    request: SelectRequest,
    *,
    dialect: str = DIALECTS[0],
    table: str = "requests",
    date_column: str | None = None,
    facts: Collection[str] = (),
    only: bool = False,
    basis: bool = True,
) -> str:
    """The law of a request as the text of one SELECT, with the citations as comments.

    Parameters
    ----------
    engine : Engine
    request : SelectRequest
    dialect : str
        One of `safehavens.warehouse.dialects.DIALECTS`, or another name of one (`read_dialect`).
    table : str
        The name of the table of requests, as SQL writes it.
    date_column : str, optional
        The column with the day of each request. Left out: ``date`` where the answers change within
        the window, else none.
    facts : collection of str
        Facts that are columns of the table in any case.
    only : bool
        No other fact is a column. Else every fact is that settles a verdict and has no
        presumption.
    basis : bool
        Whether columns say what the verdict rests on, and whether what is not known of the law
        itself would change it.

    Raises
    ------
    BadRequest
        An unknown word, fact or dialect, a window that ends before it begins or has days that
        are not answered, a name that SQL cannot read.
    """
    dialect_name, dialect = dialect, read_dialect(dialect)
    check_words(engine.lawbook, request.who, request.action)
    check_facts(engine.lawbook, dict.fromkeys(facts))
    check_window(request)
    source = read_table(table, dialect)
    column = None if date_column is None else read_column(date_column, dialect)
    start, after = _answered_window(engine, request)
    timeline = engine.timeline(request.place, request.who, request.action)
    law = find_window_law(engine, timeline, start, after, facts, only, basis)
    if column is None and (law.changes or start != request.start):
        column = read_column("date", dialect)
    numeric = dialect in NUMBERS_FOR_BOOLEANS
    writer = _CaseWriter(engine, request, law, column, numeric)
    columns = {"verdict": writer.write_verdict()}
    if basis:
        columns["basis"] = writer.write_basis()
        columns |= {name: writer.write_doubt(doubt) for doubt, name in _DOUBTS.items()}
    star = exp.Column(this=exp.Star(), table=source.this.copy())
    aliases = (exp.alias_(answer, name) for name, answer in columns.items())
    tree = exp.select(star, *aliases, copy=False).from_(source)
    adapt_select(tree, dialect)
    head = comments.describe_dialect(dialect, dialect_name)
    head += comments.describe_law(
        engine.lawbook,
        request,
        law,
        (start, after),
        table,
        None if column is None else column.name,
        numeric,
    )
    return write_select(tree, head + writer.above, dialect)


def _answered_window(engine: Engine, request: SelectRequest) -> tuple[date | None, date | None]:
    """The window's first day, and the first day after it; where it is open, the days answered.

    Raises BadRequest for a bound that is not answered.
    """
    answered = find_answered_days(engine.lawbook, (request.action,))
    start = answered.start if request.start is None else request.start
    end = answered.last if request.end in (None, date.max) else request.end
    for day in (start, end):
        if day is not None:
            answered.check(day)
    return start, None if end is None else end + timedelta(days=1)


class _CaseWriter:
    """Writes the CASEs that give the columns. `above` are lines that find no WHEN to stand over."""

    def __init__(
        self,
        engine: Engine,
        request: SelectRequest,
        law: WindowLaw,
        column: exp.Column | None,
        numeric: bool,
    ) -> None:
        self._engine = engine
        self._request = request
        self._facts = engine.lawbook.facts
        self._classes: Mapping[str, Classes] = engine.classes
        self._law = law
        self._column = column
        self._numeric = numeric  # facts that are true or false are columns of 1 and 0
        self._citations = Citations()
        self._always = frozenset[Cube]().union(*(_find_contradictory(s) for s in law.spells))
        for spell in law.spells:
            self._always &= _find_contradictory(spell)
        self.above: list[str] = []

    def write_verdict(self) -> exp.Expr:
        """The verdict of a row."""
        ifs = self._write_refusals()
        spells = self._law.spells
        if len(spells) == 1 and self._write_days(spells[0]) is None:
            self.above += comments.describe_silent_changes(spells[0])
            self.above += self._describe_open_law(spells[0])
            return self._write_answer(spells[0], ifs, True)
        for spell in spells:
            above = comments.describe_spell(spell) + self._describe_open_law(spell)
            answer = self._write_answer(spell, [], False)
            above += answer.pop_comments() if isinstance(answer, exp.Literal) else []
            days = self._write_days(spell)
            assert days is not None
            ifs.append(_branch(days, answer, above))
        return exp.Case(ifs=ifs)

    def _describe_open_law(self, spell: AnswerSpell) -> list[str]:
        """What lists say of the agency in a spell, and what is not known of the law itself."""
        lines = describe_special_facts(self._engine, self._request, self._law, spell, self._numeric)
        return lines + comments.describe_doubts(spell)

    def write_basis(self) -> exp.Expr:
        """What the verdict of a row rests on."""
        self.above += wrap_comment(comments.BASIS)
        return self._write_column(self._law.basis_spells, self._write_bases, exp.null())

    def write_doubt(self, doubt: Doubt) -> exp.Expr:
        """Whether what is not known of the law itself, of one sort, would change the verdict."""
        spells = self._law.doubt_spells[doubt]
        if all(spell.last.basis is None or doubt not in spell.last.basis.sure for spell in spells):
            return self._say(False)
        self.above += wrap_comment(comments.DOUBTS[doubt])
        return self._write_column(spells, partial(self._write_sure, doubt), self._say(False))

    def _write_column(
        self,
        spells: Sequence[AnswerSpell],
        write: Callable[[AnswerSpell], tuple[list[exp.If], exp.Expr]],
        refused: exp.Expr,
    ) -> exp.Expr:
        """A column beside the verdict; `refused` stands in rows that have none."""
        ifs = self._write_refusals(refused)
        alone = len(spells) == 1 and self._write_days(spells[0]) is None
        for spell in spells:
            within, default = self._write_rows(spell, write, refused)
            if alone:
                every = [*ifs, *within]
                return exp.Case(ifs=every, default=default) if every else default
            days = self._write_days(spell)
            assert days is not None
            answer = exp.Case(ifs=within, default=default) if within else default
            ifs.append(_branch(days, answer, []))
        return exp.Case(ifs=ifs, default=None if isinstance(refused, exp.Null) else refused.copy())

    def _write_rows(
        self,
        spell: AnswerSpell,
        write: Callable[[AnswerSpell], tuple[list[exp.If], exp.Expr]],
        refused: exp.Expr,
    ) -> tuple[list[exp.If], exp.Expr]:
        """The branches of a column beside the verdict in a spell: rows that have no verdict, those
        of which presumptions fall, all others."""
        ifs = []
        if own := _find_contradictory(spell) - self._always:
            ifs.append(self._write_contradiction(own, comments.IMPOSSIBLE, refused))
        for way in spell.last.ways:
            branches, default = self._write_rows(_of_way(spell, way), write, refused)
            answer = exp.Case(ifs=branches, default=default) if branches else default
            ifs.append(_branch(cubes_sql(way.when, self._classes), answer, []))
        if against := spell.last.settling.impossible:
            ifs.append(self._write_contradiction(against, comments.AGAINST, refused))
        branches, default = write(spell)
        return [*ifs, *branches], default

    def _write_bases(self, spell: AnswerSpell) -> tuple[list[exp.If], exp.Expr]:
        """The branches that give a basis, from firm to weak, and the weakest."""
        part = spell.last
        assert part.basis is not None
        impossible = (*part.find_others(), *part.settling.impossible)
        given = frozenset(self._law.columns)
        ifs: list[exp.If] = []
        for basis, cubes in part.basis.bases:
            answer = exp.Literal.string(basis)
            if cubes == ((),):
                return ifs, answer
            patterns = part.patterns.by_basis(basis)
            reading = read_by_norms(patterns, basis, cubes, impossible, given, self._classes)
            conditions = [] if reading is None else [
                expression_sql(term.condition) for term in reading.terms
            ]  # fmt: skip
            besides = cubes if reading is None else reading.besides
            if besides:
                conditions.append(cubes_sql(besides, self._classes))
            ifs += [_branch(condition, answer.copy(), []) for condition in conditions]
        return ifs, exp.null()

    def _write_sure(self, doubt: Doubt, spell: AnswerSpell) -> tuple[list[exp.If], exp.Expr]:
        assert spell.last.basis is not None
        sure = spell.last.basis.sure.get(doubt, ((),))
        if sure == ((),):
            return [], self._say(False)
        ifs = [_branch(cubes_sql(sure, self._classes), self._say(False), [])] if sure else []
        return ifs, self._say(True)

    def _say(self, value: bool) -> exp.Expr:
        return exp.Literal.number(int(value)) if self._numeric else exp.Boolean(this=value)

    def _write_days(self, spell: AnswerSpell) -> exp.Expr | None:
        """A row's day lies in the spell; None where no date column is read."""
        if self._column is None:
            return None
        bounds: list[exp.Expr] = []
        for kind, day in ((exp.GTE, spell.start), (exp.LT, spell.end)):
            if day is not None:
                literal = exp.cast(exp.Literal.string(day.isoformat()), "date")
                bounds.append(kind(this=self._column.copy(), expression=literal))
        known = exp.Not(this=exp.Is(this=self._column.copy(), expression=exp.null()))
        return all_sql(bounds) if bounds else known

    def _write_refusals(self, answer: exp.Expr | None = None) -> list[exp.If]:
        """Rows that have no verdict, whatever the day; `answer`: what another column says there."""
        facts = [self._facts[name] for name in self._law.columns]
        conditions = [invalid_sql(fact, numeric=self._numeric) for fact in facts]
        invalid = [condition for condition in conditions if condition is not None]
        ifs = []
        if invalid:
            above = wrap_comment(comments.VALUES) if answer is None else []
            ifs.append(_branch(any_sql(invalid), _copy_or_null(answer), above))
        if self._always:
            ifs.append(self._write_contradiction(self._always, comments.IMPOSSIBLE, answer))
        return ifs

    def _write_contradiction(
        self, cubes: Collection[Cube], reason: str, answer: exp.Expr | None = None
    ) -> exp.If:
        ordered = sorted(cubes, key=lambda cube: (len(cube), cube))
        above = wrap_comment(reason) if answer is None else []
        return _branch(cubes_sql(ordered, self._classes), _copy_or_null(answer), above)

    def _write_answer(self, spell: AnswerSpell, ifs: list[exp.If], top: bool) -> exp.Expr:
        """The verdict under the law of a spell, after these branches."""
        if own := _find_contradictory(spell) - self._always:
            ifs.append(self._write_contradiction(own, comments.IMPOSSIBLE))
        for way in spell.last.ways:
            above = comments.describe_way(way.way, self._numeric)
            answer = self._write_answer(_of_way(spell, way), [], False)
            above += answer.pop_comments() if isinstance(answer, exp.Literal) else []
            ifs.append(_branch(cubes_sql(way.when, self._classes), answer, above))
        if against := spell.last.settling.impossible:
            ifs.append(self._write_contradiction(against, comments.AGAINST))
        settled = dict(spell.last.settling.verdicts)
        for verdict in _ORDER:
            if verdict not in settled:
                continue
            if settled[verdict] == ((),):
                return self._write_default(
                    verdict, self._citations.cite_verdict(spell, verdict), ifs, top
                )
            ifs += self._write_ways(spell, verdict, settled[verdict])
        return self._write_default("depends", wrap_comment(comments.DEPENDS), ifs, top)

    def _write_default(
        self, verdict: Verdict, lines: list[str], ifs: list[exp.If], top: bool
    ) -> exp.Expr:
        """These branches, or a verdict; nothing but the verdict where there are none."""
        answer = exp.Literal.string(verdict)
        if ifs or not top:
            answer.add_comments(lines)
        else:
            self.above += lines
        return exp.Case(ifs=ifs, default=answer) if ifs else answer

    def _write_ways(
        self, spell: AnswerSpell, verdict: Verdict, cubes: tuple[Cube, ...]
    ) -> list[exp.If]:
        """The branches that give a verdict: by the norms' own conditions where that is exact."""
        last = spell.last
        impossible = (*last.find_others(), *last.settling.impossible)
        given = frozenset(self._law.columns)
        reading = read_by_norms(last.patterns, verdict, cubes, impossible, given, self._classes)
        if reading is None:
            lines = [self._citations.cite_verdict(spell, verdict)]
            conditions = [cubes_sql(cubes, self._classes)]
        else:
            lines = self._citations.cite_ways(spell, verdict, reading.terms)
            conditions = [expression_sql(term.condition) for term in reading.terms]
            if reading.besides:
                lines.append(wrap_comment(comments.BESIDES))
                conditions.append(cubes_sql(reading.besides, self._classes))
        return [
            _branch(condition, exp.Literal.string(verdict), above)
            for condition, above in zip(conditions, lines, strict=True)
        ]


def _find_contradictory(spell: AnswerSpell) -> frozenset[Cube]:
    """What cannot be, each cube with its facts in alphabetical order."""
    return frozenset(tuple(sorted(cube)) for cube in spell.last.contradictory)


def _of_way(spell: AnswerSpell, way: SettledWay) -> AnswerSpell:
    """The law of a spell for rows of which presumptions fall."""
    return replace(spell, parts=(way.law,))


def _copy_or_null(answer: exp.Expr | None) -> exp.Expr:
    return exp.null() if answer is None else answer.copy()


def _branch(condition: exp.Expr, answer: exp.Expr, above: list[str]) -> exp.If:
    branch = exp.If(this=condition, true=answer)
    branch.add_comments(above)
    return branch
