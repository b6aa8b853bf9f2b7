"""The table of entries in a SQLite file, and the triggers that guard it.

The insert trigger takes the next entry alone, so that REPLACE, which deletes without asking delete
triggers, finds nothing to replace. The table has no row ids, which could be replaced too. Nothing
here is ever changed: a book that was made by these texts is checked against them.
"""

from __future__ import annotations

from typing import Final

TABLE: Final = """
CREATE TABLE entry (
  "agency" TEXT NOT NULL CHECK (length("agency") BETWEEN 2 AND 6),
  "no" INTEGER NOT NULL CHECK ("no" > 0),
  "at" TEXT NOT NULL CHECK (length("at") = 27),
  "by" TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "case_no" TEXT,
  "target" INTEGER CHECK ("target" < "no"),
  "leaf" BLOB NOT NULL CHECK (length("leaf") = 32),
  "prev" BLOB NOT NULL CHECK (length("prev") = 32),
  "hash" BLOB NOT NULL CHECK (length("hash") = 32),
  "salt" BLOB CHECK (length("salt") = 16),
  "body" TEXT,
  "key" TEXT,
  CHECK (("salt" IS NULL) = ("body" IS NULL)),
  PRIMARY KEY ("agency", "no"),
  UNIQUE ("agency", "prev"),
  UNIQUE ("hash"),
  UNIQUE ("agency", "key")
) STRICT, WITHOUT ROWID
"""
GUARDS: Final[dict[str, str]] = {
    "entry_case": """
CREATE INDEX entry_case ON entry ("agency", "case_no")
""",
    "entry_kind": """
CREATE INDEX entry_kind ON entry ("agency", "kind", "no")
""",
    "entry_target": """
CREATE INDEX entry_target ON entry ("agency", "target") WHERE "target" IS NOT NULL
""",
    "entry_request": """
CREATE UNIQUE INDEX entry_request ON entry ("agency", "case_no") WHERE "kind" = 'request'
""",
    "entry_next_only": """
CREATE TRIGGER entry_next_only BEFORE INSERT ON entry BEGIN
  SELECT RAISE(ABORT, 'register: not the next entry')
  WHERE NEW."no" IS NOT 1 + coalesce(
      (SELECT max("no") FROM entry WHERE "agency" = NEW."agency"), 0)
    OR NEW."prev" IS NOT coalesce(
      (SELECT "hash" FROM entry WHERE "agency" = NEW."agency" AND "no" = NEW."no" - 1),
      zeroblob(32))
    OR NEW."agency" IS NOT coalesce((SELECT "agency" FROM entry LIMIT 1), NEW."agency");
  SELECT RAISE(ABORT, 'register: written before')
  WHERE EXISTS (SELECT 1 FROM entry WHERE "hash" = NEW."hash")
    OR EXISTS (SELECT 1 FROM entry WHERE "agency" = NEW."agency" AND "prev" = NEW."prev")
    OR EXISTS (SELECT 1 FROM entry WHERE "agency" = NEW."agency" AND "key" = NEW."key")
    OR (NEW."kind" = 'request' AND EXISTS (
      SELECT 1 FROM entry
      WHERE "agency" = NEW."agency" AND "case_no" = NEW."case_no" AND "kind" = 'request'));
  SELECT RAISE(ABORT, 'register: an entry comes with its body')
  WHERE NEW."body" IS NULL OR NEW."salt" IS NULL;
END
""",
    "entry_no_change": """
CREATE TRIGGER entry_no_change BEFORE UPDATE ON entry BEGIN
  SELECT RAISE(ABORT, 'register: entries are not changed')
  WHERE NEW."agency" IS NOT OLD."agency" OR NEW."no" IS NOT OLD."no" OR NEW."at" IS NOT OLD."at"
    OR NEW."by" IS NOT OLD."by" OR NEW."kind" IS NOT OLD."kind"
    OR NEW."case_no" IS NOT OLD."case_no" OR NEW."target" IS NOT OLD."target"
    OR NEW."leaf" IS NOT OLD."leaf" OR NEW."prev" IS NOT OLD."prev"
    OR NEW."hash" IS NOT OLD."hash" OR NEW."key" IS NOT OLD."key"
    OR NEW."body" IS NOT NULL OR NEW."salt" IS NOT NULL
    OR OLD."kind" IN ('key', 'head', 'destroy', 'hold')
    OR NOT EXISTS (SELECT 1 FROM entry WHERE "kind" = 'destroy' AND "target" = OLD."no");
  SELECT RAISE(ABORT, 'register: a hold is set')
  WHERE EXISTS (
    SELECT 1 FROM entry AS h
    WHERE h."kind" = 'hold' AND instr(h."body", '"state":"set"') > 0 AND NOT EXISTS (
      SELECT 1 FROM entry AS l
      WHERE l."kind" = 'hold' AND l."no" > h."no"
        AND l."body" = replace(h."body", '"state":"set"', '"state":"lifted"')));
END
""",
    "entry_no_delete": """
CREATE TRIGGER entry_no_delete BEFORE DELETE ON entry BEGIN
  SELECT RAISE(ABORT, 'register: entries are not deleted');
END
""",
}
"""The indexes and triggers by name."""


def expected_guards() -> dict[str, str]:
    """Every object on the table of entries as SQLite lists it: its name and its text."""
    return {"entry": TABLE.strip(), **{name: text.strip() for name, text in GUARDS.items()}}
