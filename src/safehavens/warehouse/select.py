"""The SELECT: each row of a table of requests, with its verdict."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sqlglot import exp

from safehavens.corpus.model import Verdict
from safehavens.decide.engine import Engine
from safehavens.decide.request import BadRequest, check_facts, check_words
from safehavens.logic.classes import Classes
from safehavens.logic.implicants import Cube
from safehavens.logic.sql import all_sql, any_sql, cubes_sql, expression_sql, invalid_sql
from safehavens.warehouse import comments
from safehavens.warehouse.comments import Citations
from safehavens.warehouse.dialects import check_dialect, read_column, read_table, text_of, wrapped
from safehavens.warehouse.law_spells import Law, Spell, law
from safehavens.warehouse.readable import by_norms

_ORDER: Final[tuple[Verdict, ...]] = ("prohibited", "required", "conflict", "permitted")


@dataclass(frozen=True, slots=True)
class Question:
    """What a SELECT answers. `place` is an Open Civic Data id; `start` and `end` are the first and
    the last day of the window (None: open); `note` says how the place's name was read."""

    place: str
    place_name: str
    note: str | None
    who: str
    action: str
    start: date | None
    end: date | None


def select_text(
    engine: Engine,
    asked: Question,
    *,
    dialect: str = "duckdb",
    table: str = "requests",
    date_column: str | None = None,
    facts: Collection[str] = (),
    only: bool = False,
) -> str:
    """The law of a question as the text of one SELECT, with the citations as comments.

    Parameters
    ----------
    engine : Engine
    asked : Question
    dialect : str
        duckdb, postgres, spark, snowflake or bigquery.
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

    Raises
    ------
    BadRequest
        An unknown word, fact or dialect, a window that ends before it begins, a name that is none.
    """
    check_dialect(dialect)
    check_words(engine.lawbook, asked.who, asked.action)
    check_facts(engine.lawbook, dict.fromkeys(facts))
    if asked.start is not None and asked.end is not None and asked.start > asked.end:
        raise BadRequest(f"The window would begin ({asked.start}) after its end ({asked.end}).")
    source = read_table(table, dialect)
    column = None if date_column is None else read_column(date_column, dialect)
    after = None
    if asked.end is not None and asked.end < date.max:
        after = asked.end + timedelta(days=1)
    timeline = engine.timeline(asked.place, asked.who, asked.action)
    found = law(engine, timeline, asked.start, after, facts, only)
    if column is None and len(found.spells) > 1:
        column = read_column("date", dialect)
    work = _Select(engine, found, column)
    verdict = work.verdict()
    star = exp.Column(this=exp.Star(), table=source.this.copy())
    tree = exp.select(star, exp.alias_(verdict, "verdict"), copy=False).from_(source)
    head = comments.header(
        engine.lawbook,
        asked.place_name,
        asked.note,
        asked.who,
        asked.action,
        found,
        (asked.start, after),
        table,
        None if column is None else column.name,
    )
    return text_of(tree, [*head, *work.above], dialect)


class _Select:
    """The CASE that gives the verdict. `above` are lines that find no WHEN to stand over."""

    def __init__(self, engine: Engine, found: Law, column: exp.Column | None) -> None:
        self._facts = engine.lawbook.facts
        self._classes: Mapping[str, Classes] = engine.classes
        self._law = found
        self._column = column
        self._cite = Citations()
        self._always = frozenset[Cube]().union(*(_impossible(s) for s in found.spells))
        for spell in found.spells:
            self._always &= _impossible(spell)
        self.above: list[str] = []

    def verdict(self) -> exp.Expr:
        """The verdict of a row."""
        ifs = self._refused()
        spells = self._law.spells
        if len(spells) == 1 and self._days(spells[0]) is None:
            self.above += comments.unmoved_lines(spells[0])
            return self._answer(spells[0], ifs, True)
        for spell in spells:
            above = comments.spell_lines(spell)
            answer = self._answer(spell, [], False)
            above += answer.pop_comments() if isinstance(answer, exp.Literal) else []
            days = self._days(spell)
            assert days is not None
            ifs.append(_branch(days, answer, above))
        return exp.Case(ifs=ifs)

    def _days(self, spell: Spell) -> exp.Expr | None:
        """A row's day lies in the spell; None where there is not a valid date column."""
        if self._column is None:
            return None
        bounds: list[exp.Expr] = []
        for kind, day in ((exp.GTE, spell.start), (exp.LT, spell.end)):
            if day is not None:
                literal = exp.cast(exp.Literal.string(day.isoformat()), "date")
                bounds.append(kind(this=self._column.copy(), expression=literal))
        known = exp.Not(this=exp.Is(this=self._column.copy(), expression=exp.null()))
        return all_sql(bounds) if bounds else known

    def _refused(self) -> list[exp.If]:
        """Rows that have no verdict, whatever the day."""
        wrong = [self._facts[name] for name in self._law.columns]
        invalid = [condition for fact in wrong if (condition := invalid_sql(fact)) is not None]
        ifs = []
        if invalid:
            ifs.append(_branch(any_sql(invalid), exp.null(), wrapped(comments.VALUES)))
        if self._always:
            ifs.append(self._contradiction(self._always))
        return ifs

    def _contradiction(self, cubes: Collection[Cube]) -> exp.If:
        said = comments.AGAINST if self._law.presumed else comments.IMPOSSIBLE
        ordered = sorted(cubes, key=lambda cube: (len(cube), cube))
        return _branch(cubes_sql(ordered, self._classes), exp.null(), wrapped(said))

    def _answer(self, spell: Spell, ifs: list[exp.If], top: bool) -> exp.Expr:
        """The verdict under the law of a spell, after these branches."""
        if own := _impossible(spell) - self._always:
            ifs.append(self._contradiction(own))
        settled = dict(spell.last.settling.verdicts)
        for verdict in _ORDER:
            if verdict not in settled:
                continue
            if settled[verdict] == ((),):
                return self._otherwise(verdict, self._cite.of_verdict(spell, verdict), ifs, top)
            ifs += self._ways(spell, verdict, settled[verdict])
        return self._otherwise("depends", wrapped(comments.DEPENDS), ifs, top)

    def _otherwise(
        self, verdict: Verdict, lines: list[str], ifs: list[exp.If], top: bool
    ) -> exp.Expr:
        """These branches, or a verdict; nothing but the verdict where there are none."""
        said = exp.Literal.string(verdict)
        if ifs or not top:
            said.add_comments(lines)
        else:
            self.above += lines
        return exp.Case(ifs=ifs, default=said) if ifs else said

    def _ways(self, spell: Spell, verdict: Verdict, cubes: tuple[Cube, ...]) -> list[exp.If]:
        """The branches that give a verdict: by the norms' own conditions where that is exact."""
        last = spell.last
        impossible = tuple(_impossible(spell))
        given = frozenset(self._law.columns)
        reading = by_norms(last.patterns, verdict, cubes, impossible, given, self._classes)
        if reading is None:
            lines = [self._cite.of_verdict(spell, verdict)]
            conditions = [cubes_sql(cubes, self._classes)]
        else:
            lines = self._cite.of_ways(spell, verdict, reading.terms)
            conditions = [expression_sql(term.condition) for term in reading.terms]
            if reading.besides:
                lines.append(wrapped(comments.BESIDES))
                conditions.append(cubes_sql(reading.besides, self._classes))
        return [
            _branch(condition, exp.Literal.string(verdict), above)
            for condition, above in zip(conditions, lines, strict=True)
        ]


def _impossible(spell: Spell) -> frozenset[Cube]:
    """What cannot be, each cube with its facts in alphabetical order."""
    return frozenset(tuple(sorted(cube)) for cube in spell.last.settling.impossible)


def _branch(condition: exp.Expr, answer: exp.Expr, above: list[str]) -> exp.If:
    made = exp.If(this=condition, true=answer)
    made.add_comments(above)
    return made
