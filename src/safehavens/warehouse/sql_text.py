"""SQL as text: names as people write them, read in a dialect, and a tree written with comments."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from functools import cache
from typing import Final

import sqlglot
from sqlglot import exp
from sqlglot.dialects.dialect import Dialect
from sqlglot.errors import SqlglotError
from sqlglot.generator import Generator

from safehavens.decide.request import BadRequest

_WIDTH: Final = 92


def read_table(text: str, dialect: str) -> exp.Table:
    """A table's name, perhaps with schema and catalog, quoted as the dialect quotes.

    Raises
    ------
    BadRequest
        The text is not the name of a table.
    """
    try:
        table = sqlglot.parse_one(text, into=exp.Table, dialect=dialect)
    except (SqlglotError, RecursionError):
        table = None
    if isinstance(table, exp.Table):
        parts = [part for part in table.parts if isinstance(part, exp.Identifier)]
        plain = exp.Table(
            **dict(
                zip(("this", "db", "catalog"), (p.copy() for p in reversed(parts)), strict=False)
            )
        )
        most = 2 if dialect == "mysql" else 3  # MySQL has databases, and no schemas in them
        if 1 <= len(parts) <= most and plain == table and not _has_comments(table):
            return plain
    raise BadRequest(
        f"{text!r} is not a valid name of a table; write it as in SQL, such as schema.requests."
    )


def read_column(text: str, dialect: str) -> exp.Column:
    """A column's name, quoted as the dialect quotes. Raises BadRequest where it is not one."""
    try:
        table = read_table(text, dialect)
    except BadRequest:
        table = None
    if table is None or len(table.parts) != 1:
        raise BadRequest(
            f"{text!r} is not a valid name of a column; write it as in SQL, such as received."
        )
    return exp.Column(this=table.this.copy())


def _has_comments(node: exp.Expr) -> bool:
    return any(part.comments for part in node.walk())


def write_select(select: exp.Select, header: Sequence[str], dialect: str) -> str:
    """A tree's text, its `exp.If` comments each on a line above the WHEN, after a header."""
    generator = _printer_class(dialect)(dialect=Dialect.get_or_raise(dialect), pretty=True)
    lines = [_comment_line(line) for line in header]
    return "\n".join([*lines, generator.generate(select), ""])


def wrap_comment(text: str, indent: str = "") -> list[str]:
    """Comment lines of a text: no line break of its own survives, so none can end the comment."""
    return textwrap.wrap(
        " ".join(text.split()),
        _WIDTH,
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _comment_line(comment: str) -> str:
    return f"-- {' '.join(comment.splitlines())}".rstrip()


@cache
def _printer_class(dialect: str) -> type[Generator]:
    """The dialect's generator, that writes a CASE's comments where people look for them."""
    plain = type(Dialect.get_or_raise(dialect)).generator_class

    def case_sql(self: Generator, node: exp.Case) -> str:
        lines = ["CASE"]
        for branch in node.args["ifs"]:
            lines += map(_comment_line, branch.comments or ())
            when, then = self.sql(branch, "this"), self.sql(branch, "true")
            apart = "\n" in when or "\n" in then or len(when) + len(then) > self.max_text_width
            lines.append(f"WHEN {when}" + ("\n" if apart else " ") + f"THEN {then}")
        default = node.args.get("default")
        if default is not None:
            lines += map(_comment_line, default.comments or ())
            bare = default.copy()
            bare.comments = None
            lines.append(f"ELSE {self.sql(bare)}")
        return self.indent("\n".join([*lines, "END"]), skip_first=True, skip_last=True)

    def paren_sql(self: Generator, node: exp.Paren) -> str:
        inner = self.sql(node, "this")
        if "\n" in inner:
            inner = f"\n{self.indent(inner)}\n"
        return f"({inner})"

    return type("Printer", (plain,), {"case_sql": case_sql, "paren_sql": paren_sql})
