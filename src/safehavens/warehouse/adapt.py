"""What a dialect needs beyond sqlglot's printing: numbers for booleans, its own reserved words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sqlglot import exp

from safehavens.warehouse.dialects import NUMBERS_FOR_BOOLEANS

_RESERVED_WORDS: Final[Mapping[str, str]] = {
    "tsql": """
        add alter authorization backup begin break browse bulk cascade checkpoint close clustered
        coalesce commit compute contains containstable continue convert cursor database dbcc
        deallocate declare deny disk distributed double dump errlvl escape exec execute exit
        external file fillfactor freetext freetexttable goto holdlock identity identity_insert
        identitycol index key kill lineno load merge national nocheck nonclustered nullif off
        offsets open opendatasource openquery openrowset openxml option percent plan precision
        print proc procedure public raiserror read readtext reconfigure replication restore
        restrict return revert rollback rowcount rowguidcol rule save schema securityaudit
        semantickeyphrasetable setuser shutdown statistics textsize top tran transaction truncate
        tsequal updatetext use view waitfor while within writetext
    """,
    "mysql": """
        accessible add after alter asensitive before bigint binary blob by call cascade change
        char character column condition continue convert cube cume_dist current_role cursor
        database databases day_hour day_microsecond day_minute day_second dec decimal declare
        delayed delayed_insert dense_rank deterministic distinctrow div double dual each elseif
        empty enclosed escaped exit explain first_value float float4 float8 force fulltext
        generated get groups high_priority hour_microsecond hour_minute hour_second if ignore
        index infile inout insensitive int int1 int2 int3 int4 int8 integer io_after_gtids
        io_before_gtids iterate json_table key keys kill lag last_value lead leave linear lines
        load lock long longblob longtext loop low_priority master_bind match maxvalue mediumblob
        mediumint mediumtext middleint minute_microsecond minute_second mod modifies
        no_write_to_binlog nth_value ntile numeric optimize optimizer_costs option optionally out
        outfile page_checksum percent_rank precision procedure purge rank read read_write reads
        real regexp release rename repeat replace require resignal restrict return rlike
        row_number schema schemas second_microsecond sensitive separator show signal smallint
        spatial specific sql sql_big_result sql_calc_found_rows sql_small_result sqlexception
        sqlstate sqlwarning ssl starting stored straight_join system terminated tinyblob tinyint
        tinytext undo unlock unsigned usage use utc_date utc_time utc_timestamp varbinary varchar
        varcharacter varying virtual while write xor year_month zerofill
    """,
}
"""Reserved in these alone; `safehavens.logic.sql` quotes what is reserved elsewhere."""

_RESERVED: Final = {dialect: frozenset(words.split()) for dialect, words in _RESERVED_WORDS.items()}


def adapt_select(select: exp.Select, dialect: str) -> None:
    """Write a tree's conditions as the dialect needs them; they are TRUE of the same rows."""
    if dialect in NUMBERS_FOR_BOOLEANS:
        for case in select.find_all(exp.Case):
            for branch in case.args["ifs"]:
                branch.set("this", _write_predicate(branch.this))
    reserved = _RESERVED.get(dialect, frozenset())
    for identifier in select.find_all(exp.Identifier):
        if identifier.name.casefold() in reserved:
            identifier.set("quoted", True)


def _write_predicate(condition: exp.Expr) -> exp.Expr:
    """A condition without booleans: a column that is true or false is compared with 1 or 0.

    What NOT denies is put in parentheses, so that MySQL's HIGH_NOT_PRECEDENCE reads it alike.
    """
    match condition:
        case exp.Boolean():
            return _equals(exp.Literal.number(1), int(condition.this))
        case exp.Column():
            return _equals(condition.copy(), 1)
        case exp.Not(this=exp.Column() as column):
            return _equals(column.copy(), 0)
        case exp.Not(this=denied):
            inner = _write_predicate(denied)
            return exp.Not(this=inner if isinstance(inner, exp.Paren) else exp.Paren(this=inner))
        case exp.Paren():
            return exp.Paren(this=_write_predicate(condition.this))
        case exp.Connector():
            return type(condition)(
                this=_write_predicate(condition.this),
                expression=_write_predicate(condition.expression),
            )
        case _:
            return condition.copy()


def _equals(left: exp.Expr, number: int) -> exp.Expr:
    return exp.EQ(this=left, expression=exp.Literal.number(number))
