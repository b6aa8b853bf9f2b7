"""The table of entries in PostgreSQL: its functions, triggers, policy and roles.

The insert trigger waits for the agency's lock, then takes the next entry alone and recomputes its
leaf and its hash. The triggers run whatever `session_replication_role` says. No check constraint
stands on the table: its error would tell the whole row to the server's log. What the triggers say
holds no value.
"""

from __future__ import annotations

from typing import Final

SCHEMA: Final = "safehavens_register"
CLERK: Final = "safehavens_register_clerk"
AUDITOR: Final = "safehavens_register_auditor"
"""Roles that nobody signs in as: a transaction writes as the one, and destroys as the other."""

TABLE: Final = f"""
CREATE TABLE {SCHEMA}.entry (
  "agency" text NOT NULL,
  "no" bigint NOT NULL,
  "at" text NOT NULL,
  "by" text NOT NULL,
  "kind" text NOT NULL,
  "case_no" text,
  "target" bigint,
  "leaf" bytea NOT NULL,
  "prev" bytea NOT NULL,
  "hash" bytea NOT NULL,
  "salt" bytea,
  "body" text,
  "key" text,
  CONSTRAINT entry_pk PRIMARY KEY ("agency", "no"),
  CONSTRAINT entry_prev UNIQUE ("agency", "prev"),
  CONSTRAINT entry_hash UNIQUE ("hash"),
  CONSTRAINT entry_key UNIQUE ("agency", "key")
);
CREATE INDEX entry_case ON {SCHEMA}.entry ("agency", "case_no");
CREATE INDEX entry_kind ON {SCHEMA}.entry ("agency", "kind", "no");
CREATE INDEX entry_target ON {SCHEMA}.entry ("agency", "target") WHERE "target" IS NOT NULL;
CREATE UNIQUE INDEX entry_request ON {SCHEMA}.entry ("agency", "case_no") WHERE "kind" = 'request'
"""
FUNCTIONS: Final[dict[str, str]] = {
    "entry_next_only": """
DECLARE
  last_no bigint;
  last_hash bytea;
  fields text;
BEGIN
  IF NEW."agency" !~ '^[A-Z]{2,6}$'
    OR NEW."at" !~ '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z$'
    OR NEW."by" !~ '^[a-z]{2,20}-\\d{1,6}$'
    OR NEW."kind" !~ '^[a-z]{2,20}$'
    OR NEW."case_no" !~ '^[A-Z]{2,6}-\\d{4}-\\d{5,7}-[0-9X]$'
    OR NEW."key" !~ '^[0-9a-f]{64}$'
    OR NEW."target" >= NEW."no"
  THEN RAISE EXCEPTION 'register: a field has no form of the register'; END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended('safehavens-register:' || NEW."agency", 0));
  SELECT "no", "hash" INTO last_no, last_hash FROM safehavens_register.entry
  WHERE "agency" = NEW."agency" ORDER BY "no" DESC LIMIT 1;
  IF NEW."no" <> coalesce(last_no, 0) + 1
    OR NEW."prev" <> coalesce(last_hash, decode(repeat('00', 32), 'hex'))
  THEN RAISE EXCEPTION 'register: not the next entry'; END IF;
  IF NEW."body" IS NULL OR NEW."salt" IS NULL OR length(NEW."salt") <> 16
  THEN RAISE EXCEPTION 'register: an entry comes with its body'; END IF;
  IF NEW."leaf" <> sha256('\\x00'::bytea || NEW."salt" || convert_to(NEW."body", 'UTF8'))
  THEN RAISE EXCEPTION 'register: the leaf is not of this body'; END IF;
  fields := '["' || NEW."agency" || '",' || NEW."no" || ',"' || NEW."at" || '","' || NEW."by"
    || '","' || NEW."kind" || '",' || coalesce('"' || NEW."case_no" || '"', 'null')
    || ',' || coalesce(NEW."target"::text, 'null') || ',"' || encode(NEW."leaf", 'hex')
    || '",' || coalesce('"' || NEW."key" || '"', 'null') || ']';
  IF NEW."hash" <> sha256(convert_to(
    E'safehavens-register/1\\n', 'UTF8') || NEW."prev" || convert_to(fields, 'UTF8'))
  THEN RAISE EXCEPTION 'register: the hash is not of this entry'; END IF;
  RETURN NEW;
END
""",
    "entry_no_change": """
BEGIN
  IF NEW."agency" IS DISTINCT FROM OLD."agency" OR NEW."no" IS DISTINCT FROM OLD."no"
    OR NEW."at" IS DISTINCT FROM OLD."at" OR NEW."by" IS DISTINCT FROM OLD."by"
    OR NEW."kind" IS DISTINCT FROM OLD."kind" OR NEW."case_no" IS DISTINCT FROM OLD."case_no"
    OR NEW."target" IS DISTINCT FROM OLD."target" OR NEW."leaf" IS DISTINCT FROM OLD."leaf"
    OR NEW."prev" IS DISTINCT FROM OLD."prev" OR NEW."hash" IS DISTINCT FROM OLD."hash"
    OR NEW."key" IS DISTINCT FROM OLD."key"
    OR NEW."body" IS NOT NULL OR NEW."salt" IS NOT NULL
    OR OLD."kind" IN ('key', 'head', 'destroy', 'hold')
    OR NOT EXISTS (SELECT 1 FROM safehavens_register.entry AS d
      WHERE d."agency" = OLD."agency" AND d."kind" = 'destroy' AND d."target" = OLD."no")
  THEN RAISE EXCEPTION 'register: entries are not changed'; END IF;
  IF EXISTS (SELECT 1 FROM safehavens_register.entry AS h
    WHERE h."agency" = OLD."agency" AND h."kind" = 'hold'
      AND strpos(h."body", '"state":"set"') > 0 AND NOT EXISTS (
        SELECT 1 FROM safehavens_register.entry AS l
        WHERE l."agency" = OLD."agency" AND l."kind" = 'hold' AND l."no" > h."no"
          AND l."body" = replace(h."body", '"state":"set"', '"state":"lifted"')))
  THEN RAISE EXCEPTION 'register: a hold is set'; END IF;
  RETURN NEW;
END
""",
    "entry_no_delete": """
BEGIN
  RAISE EXCEPTION 'register: entries are not deleted';
END
""",
}
"""The body of each function; the trigger that calls it has its name."""
TRIGGERS: Final[dict[str, tuple[str, str]]] = {
    "entry_next_only": ("BEFORE INSERT", "ROW"),
    "entry_no_change": ("BEFORE UPDATE", "ROW"),
    "entry_no_delete": ("BEFORE DELETE", "ROW"),
    "entry_no_truncate": ("BEFORE TRUNCATE", "STATEMENT"),
}
_CALLS: Final = {"entry_no_truncate": "entry_no_delete"}
POLICY: Final = "(agency = current_setting('register.agency'::text, true))"
"""As PostgreSQL writes it back: a transaction sees and writes the agency that it names, or none."""


def guard_statements() -> list[str]:
    """The statements that make the table and its guards, in their order."""
    statements = [one.strip() for one in TABLE.strip().split(";")]
    for name, body in FUNCTIONS.items():
        statements.append(
            f"CREATE FUNCTION {SCHEMA}.{name}() RETURNS trigger LANGUAGE plpgsql "
            f"SET search_path = pg_catalog AS $guard${body}$guard$"
        )
    for name, (when, each) in TRIGGERS.items():
        called = _CALLS.get(name, name)
        statements += [
            f"CREATE TRIGGER {name} {when} ON {SCHEMA}.entry FOR EACH {each} "
            f"EXECUTE FUNCTION {SCHEMA}.{called}()",
            f"ALTER TABLE {SCHEMA}.entry ENABLE ALWAYS TRIGGER {name}",
        ]
    return [
        *statements,
        f"ALTER TABLE {SCHEMA}.entry ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {SCHEMA}.entry FORCE ROW LEVEL SECURITY",
        f"CREATE POLICY own_agency ON {SCHEMA}.entry USING {POLICY} WITH CHECK {POLICY}",
        f"REVOKE ALL ON SCHEMA {SCHEMA} FROM PUBLIC",
        f"GRANT USAGE ON SCHEMA {SCHEMA} TO {CLERK}, {AUDITOR}",
        f"GRANT SELECT, INSERT ON {SCHEMA}.entry TO {CLERK}, {AUDITOR}",
        f"GRANT UPDATE (body, salt) ON {SCHEMA}.entry TO {AUDITOR}",
    ]


LISTED: Final = """
SELECT 'trigger', t.tgname, p.proname, p.prosrc, t.tgenabled::text, n.nspname, t.tgtype::text
FROM pg_catalog.pg_trigger t
JOIN pg_catalog.pg_proc p ON p.oid = t.tgfoid
JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
WHERE t.tgrelid = 'safehavens_register.entry'::regclass AND NOT t.tgisinternal
UNION ALL
SELECT 'index', c.relname, i.indisunique::text, i.indisvalid::text, '', '', ''
FROM pg_catalog.pg_index i
JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
WHERE i.indrelid = 'safehavens_register.entry'::regclass
UNION ALL
SELECT 'policy', polname, pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid),
  polcmd::text, polpermissive::text, ''
FROM pg_catalog.pg_policy WHERE polrelid = 'safehavens_register.entry'::regclass
UNION ALL
SELECT 'table', c.relname, c.relrowsecurity::text, c.relforcerowsecurity::text, '', '', ''
FROM pg_catalog.pg_class c WHERE c.oid = 'safehavens_register.entry'::regclass
"""
"""What guards the table, as PostgreSQL lists it."""
_TYPES: Final = {
    "entry_next_only": "7", "entry_no_change": "19", "entry_no_delete": "11",
    "entry_no_truncate": "34",
}  # fmt: skip
"""When each trigger runs, as PostgreSQL keeps it in bits (`pg_trigger.tgtype`)."""
_INDEXES: Final = {
    "entry_pk": "true", "entry_prev": "true", "entry_hash": "true", "entry_key": "true",
    "entry_request": "true", "entry_case": "false", "entry_kind": "false", "entry_target": "false",
}  # fmt: skip
"""Each index, and whether it lets nothing in twice."""


def expected_guards() -> set[tuple[str, ...]]:
    """What `LISTED` gives of a table that is as it was made: each trigger is always on."""
    called = {name: _CALLS.get(name, name) for name in TRIGGERS}
    return {
        *(
            ("trigger", name, called[name], FUNCTIONS[called[name]], "A", SCHEMA, _TYPES[name])
            for name in TRIGGERS
        ),
        *(("index", name, unique, "true", "", "", "") for name, unique in _INDEXES.items()),
        ("policy", "own_agency", POLICY, POLICY, "*", "true", ""),
        ("table", "entry", "true", "true", "", "", ""),
    }
