"""What is printed: readable, cited, and the same SQL once it is read back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import duckdb
import pytest
import sqlglot
from sqlglot import exp

from safehavens import BadRequest, Corpus
from safehavens.decide.decision import DISCLAIMER
from safehavens.decide.engine import Engine
from safehavens.warehouse.adapt import adapt_select
from safehavens.warehouse.dialects import DIALECTS, NUMBERS_FOR_BOOLEANS
from tests.strategies import FRESNO, GAZETTEER, Book, InstrumentDraft, NormDraft, Spell
from tests.warehouse.held import Asked

COLUMNS = ["verdict", "basis", "uncertain_in_time", "may_not_bind"]
NYC: dict[str, Any] = {"place": "NYC", "action": "hold", "who": "jail"}


def comments(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip().startswith("--")]


def code(text: str) -> str:
    kept = [line for line in text.splitlines() if not line.strip().startswith("--")]
    return "\n".join(kept)


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("start", [None, "2010-01-01"])
def test_it_reads_back_as_it_was_written(corpus: Corpus, dialect: str, start: str | None) -> None:
    text = corpus.sql(**NYC, start=start, dialect=dialect, table="law.requests")
    statements = sqlglot.parse(text, dialect=dialect)
    assert len(statements) == 1
    (found,) = statements
    assert isinstance(found, exp.Select)
    assert [type(column) for column in found.expressions] == [exp.Column, *[exp.Alias] * 4]
    assert [column.alias for column in found.expressions[1:]] == COLUMNS
    # Nothing is lost or moved: all that is code comes back, and means the same to DuckDB.
    bare = found.sql(dialect=dialect, comments=False)
    assert "".join(bare.split()) == "".join(code(text).split())
    if dialect in NUMBERS_FOR_BOOLEANS:
        return  # what it means: test_properties, which runs it on columns of 1 and 0
    duck = sqlglot.parse_one(corpus.sql(**NYC, start=start, table="law.requests"))
    said = found.sql("duckdb", comments=False).replace("TRY_CAST", "CAST")  # of Spark's CAST
    assert said == duck.sql("duckdb", comments=False)


def test_comments_say_whose_law_of_which_day_and_where_it_is_written(corpus: Corpus) -> None:
    text = corpus.sql("Chicago, IL", "hold", who="police", start="2024-05-01", end="2024-05-31")
    said = " ".join(line.removeprefix("--").strip() for line in comments(text))
    assert "Chicago, Illinois. police: a city or town police department." in said
    assert f"Law of 2024-05-01 to 2024-05-31, as coded in corpus {corpus.version[:12]}." in said
    assert DISCLAIMER in said
    assert "presumed: court_order = FALSE" in said
    for id in ("us/il/chicago/welcoming-city#hold", "us/il/trust-act#hold"):
        norm = corpus.norm(id)
        instrument = corpus.instrument(norm.instrument)
        assert f"{id}: must not" in said
        assert f"{instrument.title}, {norm.cite}: {norm.says}" in said
        assert any(source.url and source.url in said for source in instrument.sources)


def test_a_norm_is_cited_in_full_once(corpus: Corpus) -> None:
    text = corpus.sql(**NYC, start="2010-01-01")
    says = corpus.norm("us/federal/8-cfr-287-7#hold").says[:40]
    joined = " ".join(line.removeprefix("--").strip() for line in comments(text))
    assert joined.count(says) == 1
    assert joined.count("us/federal/8-cfr-287-7#hold: may") > 1


def test_norms_conditions_are_used_where_they_are_exact(corpus: Corpus) -> None:
    """The Chicago ordinance, as it is written; not a list of implicants."""
    text = corpus.sql("Chicago, IL", "hold", who="police", start="2024-05-01", end="2024-05-01")
    assert "WHEN warrant <> 'judicial' THEN 'prohibited'" in text


def test_stretches_with_the_same_answers_are_one(corpus: Corpus) -> None:
    """New York's law changes more often than its answers."""
    text = corpus.sql(**NYC, start="2010-01-01", basis=False)
    assert text.count("WHEN date >= ") == 4
    assert "-- 2018-11-14: " in text
    assert "us/ny/arrest-authority#hold: must not (from 2018-11-14, until 2026-08-25)" in text


def test_no_date_column_where_the_answers_do_not_change(corpus: Corpus) -> None:
    assert "date" not in code(corpus.sql(**NYC, start="2021-02-01", end="2024-12-31"))
    text = corpus.sql(**NYC, start="2021-02-01", end="2024-12-31", date_column="received")
    assert "received >= CAST('2021-02-01' AS DATE)" in text
    assert "received < CAST('2025-01-01' AS DATE)" in text
    last = corpus.sql(**NYC, start="2026-09-01", end=date.max, date_column="received")
    assert " received < " not in last.replace(f" received < CAST('{after_last(corpus)}'", "")


def test_todays_law_where_no_days_are_named(corpus: Corpus) -> None:
    assert f"Law of {date.today()}, as coded" in corpus.sql(**NYC)
    tomorrow = date.today() + timedelta(days=1)
    last = after_last(corpus) - timedelta(days=1)
    assert f"Law of {tomorrow} to {last}" in corpus.sql(**NYC, start=tomorrow)
    first = corpus.lawbook.coverage.first_days["custody"].on
    assert f"Law of {first} to {tomorrow}" in corpus.sql(**NYC, end=tomorrow)


def test_a_window_that_is_not_answered_is_refused(corpus: Corpus) -> None:
    for days in ({"start": "1776-07-04"}, {"end": "2199-01-01"}):
        with pytest.raises(BadRequest, match="that is answered"):
            corpus.sql(**NYC, **days)


def test_rows_of_days_that_are_not_answered_have_no_verdict(corpus: Corpus) -> None:
    """An open window reads the day of each row: of earlier days nothing is said."""
    text = code(corpus.sql("Marfa, TX", "keep_status", who="library", end="2020-01-01"))
    assert "date >= CAST('1973-01-01' AS DATE)" in " ".join(text.split())


def after_last(corpus: Corpus) -> date:
    last = corpus.lawbook.coverage.last_day
    assert last is not None
    return last + timedelta(days=1)


def test_columns_are_what_settles_and_what_is_named(corpus: Corpus) -> None:
    texas: dict[str, Any] = {"place": "Texas", "action": "hold", "who": "jail"}
    texas |= {"start": "2020-05-01", "end": "2020-05-01"}
    alone = corpus.sql(**texas, basis=False)
    assert " ".join(code(alone).split()) == "SELECT requests.*, 'required' AS verdict FROM requests"
    assert "--   presumed: tx_proof_of_status = FALSE" in alone
    named = corpus.sql(**texas, facts=["tx_proof_of_status", "minor"])
    assert "WHEN NOT tx_proof_of_status THEN 'required'" in named
    assert "presumed: tx_proof_of_status" not in named
    assert "--   settles nothing: minor" in named


def test_nothing_but_what_is_named(corpus: Corpus) -> None:
    text = corpus.sql("Chicago, IL", "hold", who="police", start="2024-05-01", only=True)
    assert "warrant" not in code(text)
    assert "--   not known: warrant" in text


def test_private_facts_are_pointed_out(corpus: Corpus) -> None:
    police = corpus.sql("NYC", "hold", who="police", start="2010-01-01")
    assert "better not kept in a table: prior_removal." in police
    assert "better not kept" not in corpus.sql(**NYC, start="2010-01-01")


def test_names_are_quoted_as_the_dialect_quotes(corpus: Corpus) -> None:
    text = corpus.sql(**NYC, dialect="bigquery", table="`my-project.law`.`Odd Requests`")
    assert "`Odd Requests`.*," in text
    text = corpus.sql(
        **NYC, start="2010-01-01", table='law."Odd ""Requests"""', date_column='"The Day"'
    )
    assert 'FROM law."Odd ""Requests"""' in text
    assert '"The Day" >= CAST(' in text


# ---- dialects without booleans -----------------------------------------------------------------

PREDICATES = (exp.EQ, exp.NEQ, exp.LT, exp.LTE, exp.GT, exp.GTE, exp.In, exp.Between, exp.Is)


def assert_is_a_predicate(condition: exp.Expr) -> None:
    """As SQL Server's grammar has a search condition: no value stands where one is judged."""
    if isinstance(condition, exp.Connector):
        assert_is_a_predicate(condition.this)
        assert_is_a_predicate(condition.expression)
    elif isinstance(condition, exp.Not | exp.Paren):
        assert_is_a_predicate(condition.this)
    else:
        assert isinstance(condition, PREDICATES), condition.sql()
        assert not isinstance(condition, exp.Is) or isinstance(condition.expression, exp.Null)


@pytest.mark.parametrize("dialect", sorted(NUMBERS_FOR_BOOLEANS))
@pytest.mark.parametrize(
    ("place", "action", "who", "start"),
    [
        ("NYC", "hold", "jail", "2010-01-01"),
        ("Los Angeles County, CA", "notify_release", "jail", "2014-01-01"),
    ],
)
def test_no_boolean_where_a_dialect_has_none(
    corpus: Corpus, place: str, action: str, who: str, start: str | None, dialect: str
) -> None:
    text = corpus.sql(place, action, who=who, start=start, dialect=dialect)
    tree = sqlglot.parse_one(text, dialect=dialect)
    branches = [branch for case in tree.find_all(exp.Case) for branch in case.args["ifs"]]
    assert len(branches) > 3
    for branch in branches:
        assert_is_a_predicate(branch.this)
        assert isinstance(branch.args["true"], exp.Literal | exp.Null | exp.Case)
    words = set(code(text).upper().replace("(", " ").split())
    assert not words & {"TRUE", "FALSE", "NULLS", "BOOLEAN", "ILIKE"}
    assert " = 1" in code(text)


def test_a_number_that_is_neither_0_nor_1_gets_no_verdict(corpus: Corpus) -> None:
    """-1 is how Access writes true; it is not guessed at."""
    for dialect in sorted(NUMBERS_FOR_BOOLEANS):
        text = corpus.sql(
            "Texas", "hold", who="jail", start="2020-05-01", end="2020-05-01",
            facts=["tx_proof_of_status"], dialect=dialect,
        )  # fmt: skip
        with duckdb.connect() as database:
            database.execute("CREATE TABLE requests (tx_proof_of_status TINYINT)")
            database.execute("INSERT INTO requests VALUES (0), (1), (-1), (2), (NULL)")
            rows = database.execute(sqlglot.transpile(text, dialect, "duckdb")[0]).fetchall()
        assert [row[-4] for row in rows] == ["required", "permitted", None, None, "depends"]


def test_names_as_sql_server_and_mysql_quote_them(corpus: Corpus) -> None:
    text = corpus.sql(
        **NYC, start="2010-01-01", dialect="tsql", table="Jail.dbo.[Odd ]]Requests]",
        date_column="[The Day]",
    )  # fmt: skip
    assert "FROM Jail.dbo.[Odd ]]Requests]" in text
    assert "[Odd ]]Requests].*," in text
    assert "[The Day] >= CAST('" in text
    text = corpus.sql(
        **NYC, start="2010-01-01", dialect="mysql", table="jail.`Odd Requests`",
        date_column="`key`",
    )  # fmt: skip
    assert "FROM jail.`Odd Requests`" in text
    assert "`key` >= CAST('" in text
    assert "FROM #requests" in corpus.sql(**NYC, dialect="tsql", table="#requests")


def test_words_reserved_in_one_dialect_alone_are_quoted_there() -> None:
    for dialect, word, text in (
        ("tsql", "percent", "[percent]"), ("tsql", "PUBLIC", "[PUBLIC]"),
        ("mysql", "rank", "`rank`"), ("mysql", "percent", "percent"), ("duckdb", "rank", "rank"),
    ):  # fmt: skip
        tree = exp.select(exp.column(word)).from_("requests")
        adapt_select(tree, dialect)
        assert tree.sql(dialect) == f"SELECT {text} FROM requests"  # noqa: S608


def test_no_two_words_of_a_fact_differ_in_case_alone(corpus: Corpus) -> None:
    """SQL Server and MySQL do not tell them apart."""
    for fact in corpus.lawbook.facts.values():
        assert len({word.casefold() for word in fact.values}) == len(fact.values), fact.name


# ---- law that means harm -----------------------------------------------------------------------


def book_with(says: str) -> Engine:
    norm = NormDraft(
        "law0#n0", ("jail",), (), ("hold",), "must_not", None, None, (), (), "no",
        (Spell(date(2014, 1, 1)),),
    )  # fmt: skip
    draft = InstrumentDraft("law0", "ordinance", FRESNO, None, (), True, (norm,))
    book = Book(("calm", "agency_level"), (draft,))
    made = book.lawbook()
    changed = replace(made.norms["law0#n0"], says=says)
    instrument = replace(made.instruments["law0"], norms=(changed,), title=says)
    lawbook = replace(made, norms={changed.id: changed}, instruments={"law0": instrument})
    return Engine(lawbook, book.conditions(), GAZETTEER)


@pytest.mark.parametrize(
    "says",
    [
        "A\nDROP TABLE requests;",
        "A\r\n; DROP TABLE requests; --",
        "A\u2028DROP TABLE requests\x85DROP TABLE requests\x0bDROP TABLE requests\x0cDROP",
        "*/ DROP TABLE requests /*",
        "'; DROP TABLE requests; --",
        "{{ x }} {% y %} /*+ HINT */ $$ \\",
    ],
)
def test_no_text_of_the_law_gets_out_of_its_comment(says: str) -> None:
    engine = book_with(says)
    for dialect in DIALECTS:
        text = Asked(FRESNO, "jail", "hold", date_column="day").text(engine, dialect)
        (found,) = sqlglot.parse(text, dialect=dialect)
        assert isinstance(found, exp.Select)
        assert "DROP" not in code(text)
    duckdb.sql("CREATE OR REPLACE TABLE requests AS SELECT DATE '2020-01-01' AS day")
    text = Asked(FRESNO, "jail", "hold", date_column="day").text(engine)
    assert duckdb.sql(text).fetchall()[0][-4] == "prohibited"
    duckdb.sql("DROP TABLE requests")


def test_values_that_no_fact_has_get_no_verdict(corpus: Corpus) -> None:
    text = corpus.sql("Chicago, IL", "hold", who="police", start="2024-05-01", end="2024-05-01")
    values = ("'judicial'", "'administrative'", "'Judicial'", "NULL")
    rows = ", ".join(f"({value})" for value in values)
    with duckdb.connect() as database:
        database.execute("CREATE TABLE requests (warrant VARCHAR)")
        database.execute(f"INSERT INTO requests VALUES {rows}")  # noqa: S608
        found = [row[-4] for row in database.execute(text).fetchall()]
    assert found == ["permitted", "prohibited", None, "depends"]
